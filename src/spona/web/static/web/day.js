/* Badges by camera, time counted down, a bell. */
const one = (mark) => document.querySelector(mark), eye = one("[data-eye]");
if (eye && window.BarcodeDetector) {
  const detector = new BarcodeDetector({ formats: ["qr_code"] }), video = eye.nextElementSibling;
  const look = async () => {
    const [code] = await detector.detect(video);
    if (code && code.rawValue !== sessionStorage.read) {
      eye.form.text.value = sessionStorage.read = code.rawValue;
      eye.form.requestSubmit();
    }
    setTimeout(look, 300);
  };
  eye.hidden = false;
  eye.onclick = async () => {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.hidden = !(eye.hidden = true);
    await video.play();
    sessionStorage.eye = "open";
    look();
  };
  if (sessionStorage.eye) eye.click();
}
const skew = Date.parse(one("[data-now]")?.dataset.now) - Date.now() || 0;
let bell, rung;
one("[data-bell]")?.addEventListener("click", ({ currentTarget: button }) => {
  bell = bell ? null : new Audio(button.dataset.bell);
  bell?.play();
  button.ariaPressed = !!bell;
});
setInterval(() => document.querySelectorAll("[data-until]").forEach((clock) => {
  const { until } = clock.dataset, left = Math.max(0, Math.round((Date.parse(until) - Date.now() - skew) / 1000));
  clock.hidden = left > 5999;
  clock.textContent = `${left / 60 | 0}:${String(left % 60).padStart(2, 0)}`;
  if (!left && rung !== until) bell?.play(rung = until);
}), 500);
