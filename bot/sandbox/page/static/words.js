// Every word of the page, those of the panels apart, in Chinese and English, and what is said in the language chosen.

import { keep, recall } from "./memory.js";
import { PANELS } from "./panel_words.js";

// Key → [Chinese, English]; {name} stands for a parameter.
const TABLE = {
  title: ["蜂哨 · 试用页", "Fengshao · try it"],
  subtitle: ["随手拍派单机器人 · 试用", "reports to tickets · try it"],
  draft: ["[草稿]", "[Draft]"],
  not_started: ["还没有开始", "Not started yet"],
  who_am_i: ["我是谁", "Who am I"],
  chats: ["聊天", "Chats"],
  choose_chat: ["选一个聊天，看看里面发生了什么", "Choose a chat to see what happens there"],
  back: ["返回", "Back"],
  close: ["关闭", "Close"],
  cancel: ["取消", "Cancel"],
  ok: ["知道了", "OK"],
  open_stage: ["时间与剧情", "Time and stories"],
  language: ["Switch to English", "切换到中文"],
  theme: ["明暗", "Light or dark"],
  bot: ["机器人", "bot"],
  you: ["我", "you"],
  members: ["{n} 人", "{n} members"],
  typing: ["{name} 正在输入…", "{name} is typing…"],
  today: ["今天", "Today"],
  yesterday: ["昨天", "Yesterday"],
  unread_line: ["以下是新消息", "New messages"],
  new_below: ["{n} 条新消息", "{n} new"],
  to_bottom: ["回到最新", "To the newest"],
  earlier: ["更早的消息", "Earlier messages"],
  empty_chat: ["还没有消息", "No messages yet"],
  edited: ["已编辑", "edited"],
  pinned: ["置顶消息", "Pinned message"],
  photo: ["图片", "Photo"],
  file: ["文件", "File"],
  place: ["位置", "Place"],
  forwarded: ["转发自 {name}", "Forwarded from {name}"],
  topic_all: ["全部", "All"],
  topic_general: ["综合", "General"],
  read_by_bot: ["机器人已收到", "the bot has it"],
  not_read_by_bot: ["机器人还没收到", "not yet with the bot"],
  joined: ["{names} 加入了群聊", "{names} joined"],
  added: ["{by} 邀请 {names} 加入了群聊", "{by} added {names}"],
  left: ["{names} 离开了群聊", "{names} left"],
  removed: ["{by} 将 {names} 移出了群聊", "{by} removed {names}"],
  pinned_by: ["{by} 置顶了一条消息", "{by} pinned a message"],
  renamed: ["{by} 修改了群名", "{by} changed the group's name"],
  topic_made: ["{by} 新建了话题“{names}”", "{by} made the topic “{names}”"],
  service: ["群聊有变化", "The group has changed"],
  write: ["发消息…", "Message…"],
  write_caption: ["添加说明…", "Add a caption…"],
  send: ["发送", "Send"],
  save: ["保存", "Save"],
  attach: ["发图片或文件", "Attach a photo or file"],
  attach_photo: ["自己的图片", "Your own photos"],
  attach_file: ["文件", "A file"],
  attach_sample: ["样片（画的）", "Sample photos (drawn)"],
  commands: ["命令", "Commands"],
  start: ["开始", "Start"],
  start_hint: ["还没有和机器人说过话。点“开始”认识它。", "Press Start to meet the bot."],
  not_writable: ["这里不能发言", "Nobody may write here"],
  town_opening: ["小镇正在准备，请稍等", "The town is being prepared"],
  edit_gone: ["这条消息已被删除", "This message has been deleted"],
  replying: ["回复 {name}", "Reply to {name}"],
  editing: ["修改消息", "Edit message"],
  menu: ["操作", "More"],
  reply: ["回复", "Reply"],
  edit: ["修改", "Edit"],
  delete: ["删除", "Delete"],
  copy: ["复制文字", "Copy text"],
  copied: ["已复制", "Copied"],
  react: ["用 {emoji} 回应", "React with {emoji}"],
  behind: ["看幕后", "Under the glass"],
  not_a_photo: ["“{name}”不是图片，打不开。可以作为文件发送。", "“{name}” is not a picture. It can be sent as a file."],
  too_thin: ["“{name}”太狭长，不能当图片发。可以作为文件发送。", "“{name}” is too narrow for a photo. It can be sent as a file."],
  file_empty: ["“{name}”是空的，请另选一个。", "“{name}” is empty. Choose another one."],
  as_file: ["作为文件发送", "Send as a file"],
  send_as_files: ["原图作为文件发送", "Send as files"],
  remove: ["移除 {name}", "Remove {name}"],
  too_many: ["一次最多 {n} 张图片，其余没有加上。", "At most {n} photos at once; the rest were left out."],
  file_too_big: ["“{name}”有 {size}，文件最大 {limit}。请压缩后再发。", "“{name}” has {size}; at most {limit} can be sent."],
  too_long: ["还要删去 {n} 个字才能发送", "{n} characters too many"],
  left_over: ["还可以写 {n} 个字", "{n} characters left"],
  preparing: ["正在处理图片…", "Preparing the photos…"],
  sending: ["正在发送…", "Sending…"],
  no_answer: ["15 秒内没有回应，请再点一次。", "No answer within 15 seconds. Press again."],
  no_answer_down: ["机器人没有运行：这一下已收好，它一回来就处理。", "The bot is not running: your press is kept until it is back."],
  too_slow: ["15 秒没有回应。同一个浏览器开了好几个窗口的话，请关掉几个。", "No answer for 15 seconds. Close some windows of this page."],
  server_gone: ["页面的服务断开了，正在重新连接…", "The page's server is gone, reconnecting…"],
  bot_down: ["机器人没有运行：消息已收好，它一回来就处理", "The bot is not running: messages are kept until it is back"],
  bot_gone: ["机器人起不来了：消息已收好，启动后就处理", "The bot could not run: messages are kept until it is started"],
  bot_starting: ["机器人正在启动：消息已收好，马上就处理", "The bot is starting: messages are handled in a moment"],
  failed: ["没有成功（{status}），请再试一次。", "That did not work ({status}). Try again."],
  reveal: ["显示隐藏的文字", "Show the hidden text"],
  open_photo: ["查看图片", "View photo"],
  previous: ["上一张", "Previous"],
  next: ["下一张", "Next"],
  ...PANELS,
};

const COLUMN = { zh: 0, en: 1 };
let current = recall("language") ?? (/^(zh|$)/i.test(navigator.language ?? "") ? "zh" : "en");
const listeners = [];

/** Throws for an unknown key: a mistake in the code. */
export function say(key, parameters = {}) {
  const pair = TABLE[key];
  if (!pair) throw new Error(`no words for ${key}`);
  return pair[COLUMN[current]].replace(/\{(\w+)\}/g, (_, name) => String(parameters[name] ?? ""));
}

/** The fitting half of a {zh, en}; a plain line stays as it is. */
export const phrase = (words) => words?.[current] || words?.zh || (typeof words === "string" ? words : "");

export const list = (names) => names.join(current === "zh" ? "、" : ", ");

export const language = () => current;
export const locale = () => (current === "zh" ? "zh-CN" : "en-GB");

export const onLanguage = (listener) => listeners.push(listener);

export function setLanguage(chosen) {
  current = chosen;
  keep("language", chosen);
  document.documentElement.lang = locale();
  for (const listener of listeners) listener(chosen);
}
