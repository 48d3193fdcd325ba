// Measures of the page as it stands, for looks.py: an object of functions.
(() => {
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const within = (box) => box.width > 0 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  const named = (node) => {
    const words = (node.getAttribute("aria-label") ?? node.textContent).trim().slice(0, 20);
    return `${node.tagName.toLowerCase()}.${[...node.classList].join(".")} “${words}”`;
  };

  // ---- colours: what is drawn over each other, mixed

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (css) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, below) => [0, 1, 2].map((part) => top[part] * top[3] + below[part] * (1 - top[3]));
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };

  /** The colour behind a node; null where a picture or gradient is, which has no one colour. */
  const behind = (node) => {
    const layers = [];
    for (let each = node; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.backgroundImage !== "none") return null;
      const background = colour(style.backgroundColor);
      layers.push(background);
      if (background[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };

  /** WCAG 2.2, 1.4.3: 4.5 to 1, for large or bold and nearly large letters 3 to 1. What is switched off or mere
   *  decoration is exempt. */
  const poor = (node) => {
    const background = behind(node);
    if (!background || node.closest(":disabled, [aria-hidden=true]")) return null;
    const style = getComputedStyle(node);
    const pixels = parseFloat(style.fontSize);
    const large = pixels >= 24 || (pixels >= 18.66 && Number(style.fontWeight) >= 700);
    const [high, low] = [light(over(colour(style.color), background)), light(background)].sort((one, other) => other - one);
    const ratio = (high + 0.05) / (low + 0.05);
    return ratio < (large ? 3 : 4.5) ? `${named(node)} ${ratio.toFixed(2)}` : null;
  };

  const written = (node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const EMOJI_ONLY = /^[\p{Extended_Pictographic}\u{FE0F}\u{200D}\s]+$/u;

  return {
    contrasts: () => {
      const nodes = [...document.body.querySelectorAll("*")].filter((node) => written(node) && shown(node) && within(node.getBoundingClientRect()));
      return [...new Set(nodes.filter((node) => !EMOJI_ONLY.test(node.textContent)).map(poor).filter(Boolean))];
    },

    widths: () => {
      const scrolls = (node) => ["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(node).overflowX);
      const main = ["html", "body", "#app", "#who", "#talk", "#stage", "#glass", "#compose", "#talk .scroller"].map((name) => document.querySelector(name));
      const wide = main.filter((node) => node && shown(node) && node.scrollWidth > node.clientWidth);
      const ownScroll = (node) => node !== document.body && (scrolls(node) || (node.parentElement && ownScroll(node.parentElement)));
      const cut = [...document.querySelectorAll("#app *")].filter((node) => {
        const box = node.getBoundingClientRect();
        return shown(node) && within(box) && !node.closest("svg") && (box.right > innerWidth + 1 || box.left < -1) && !ownScroll(node.parentElement);
      });
      return [...wide, ...cut].map((node) => `${named(node)} ${node.scrollWidth} > ${node.clientWidth}`);
    },

    targets: (part, size) => {
      const reach = size / 2 - 1;
      const scroller = (node) => node.parentElement && (/auto|scroll/.test(getComputedStyle(node.parentElement).overflowY) ? node.parentElement : scroller(node.parentElement));
      const hits = (node, x, y) => {
        const frame = (scroller(node) ?? document.documentElement).getBoundingClientRect();
        const hidden = x < frame.left || y < frame.top || x >= frame.right || y >= frame.bottom; // scrolled away
        const met = document.elementFromPoint(x, y);
        return hidden || node.contains(met) || met?.closest("#toasts"); // a note goes by itself
      };
      const pressable = "button, summary, textarea, select, label, a[href]:not(.text a)";
      return [...document.querySelector(part).querySelectorAll(pressable)].filter((node) => {
        const box = node.getBoundingClientRect();
        const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
        if (!shown(node) || !within(box) || !hits(node, x, y)) return false;
        return ![[reach, 0], [-reach, 0], [0, reach], [0, -reach]].every(([right, down]) => hits(node, x + right, y + down));
      }).map((node) => {
        const { width, height } = node.getBoundingClientRect();
        return `${named(node)} ${Math.round(width)}×${Math.round(height)}`;
      });
    },
  };
})()
