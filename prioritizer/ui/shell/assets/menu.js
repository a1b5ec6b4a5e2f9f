// Where the window is narrow the menu lies over the page. Streamlit closes it on phones once a page was chosen;
// here it closes in every narrow window.

const NARROW = "(max-width: 768px)";
const CLOSE = "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button";

export default function () {
  const close = ({ target }) => {
    const isChoice = Boolean(target.closest?.("[data-testid=stSidebarNavLink]"));
    // A moment later: where Streamlit has closed it, another click would open it.
    if (isChoice && matchMedia(NARROW).matches) setTimeout(() => document.querySelector(CLOSE)?.click());
  };
  document.addEventListener("click", close);
  return () => document.removeEventListener("click", close);
}
