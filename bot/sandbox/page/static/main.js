// Puts the parts together and opens the world.

import { startAnswers } from "./answers.js";
import { startChats } from "./chats.js";
import { open } from "./feed.js";
import { startPanels } from "./stage.js";
import { startTalk } from "./talk.js";
import { language, setLanguage } from "./words.js";

setLanguage(language());
history.replaceState({ depth: 0 }, "");
startChats();
startTalk();
startAnswers();
startPanels();
await open();
