// The stage: everything around the messenger, put together in the right column or, where there is none, in a sheet.

import "./panel_words.js";
import "./glass.js";
import { captionBar, invitation } from "./caption.js";
import { clockPanel } from "./clock.js";
import { fill, find, h, iconButton } from "./dom.js";
import { processPanel } from "./process.js";
import { storiesPanel } from "./stories.js";
import { say } from "./words.js";
import { on } from "./world.js";

/** Fill #stage and put the caption above the compose area, the invitation under the chats; once, before the world is loaded. */
export function startPanels() {
  const head = h("header.sheethead.row.onlysheet");
  on("loaded language", () => {
    find("#stage").ariaLabel = say("open_stage");
    fill(head, h("h2", {}, say("open_stage")), iconButton("close", say("close"), null, { dataset: { closes: "stage" } }));
  });
  fill(find("#stage"), head, clockPanel(), storiesPanel(), processPanel());
  find("#compose").before(captionBar());
  find("#who").append(invitation());
}
