// The stage: everything around the messenger, in the right column or in a sheet.

import "./glass.js";
import { captionBar, invitation } from "./caption.js";
import { clockPanel } from "./clock.js";
import { fill, find, h, iconButton } from "./dom.js";
import { processPanel } from "./process.js";
import { storiesPanel } from "./stories.js";
import { on } from "./topics.js";
import { say } from "./words.js";

export function startPanels() {
  const head = h("header.sheethead.row.onlysheet");
  on("loaded language", () => {
    find("#stage").ariaLabel = say("open_stage");
    fill(head, h("h2", say("open_stage")), iconButton("close", say("close"), null, { "data-closes": "stage" }));
  });
  fill(find("#stage"), head, clockPanel(), storiesPanel(), processPanel());
  find("#compose").before(captionBar());
  find("#who").append(invitation());
}
