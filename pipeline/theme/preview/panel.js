// In served previews alone: the page is loaded anew when the site was built anew.
{
  const own = document.currentScript.dataset.version;
  new EventSource("/.preview/events").onmessage = (event) => {
    if (event.data !== own) location.reload();
  };
}
