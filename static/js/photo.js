// A photo is made smaller on the device before it is sent: a phone's own are too large for slow networks, and hold the
// place where they were taken. What cannot be read here goes as it is; the server says what it makes of it.
"use strict";
(() => {
  const EDGE = 1600;
  const SMALL = 800_000;
  const PREVIEW = 240;
  const box = document.querySelector("input[data-photo]");
  if (!box) return;
  const draw = (picture, edge) => {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    // Where one can look through, there is paper behind it.
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };
  let preview = null;
  const show = (picture) => {
    preview?.remove();
    preview = picture && draw(picture, PREVIEW);
    if (!preview) return;
    preview.setAttribute("aria-hidden", "true");
    box.after(preview);
  };
  // The box holds the smaller one in place of the one that was chosen.
  const shrink = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    show(picture);
    if (file.size <= SMALL) return;
    const blob = await new Promise((done) => draw(picture, EDGE).toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size || box.files[0] !== file) return;
    const list = new DataTransfer();
    list.items.add(new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: blob.type }));
    box.files = list.files;
  };
  // What the photo shows is asked once there is one; a scanned form has nothing to ask.
  const words = box.form.querySelector("[name=photo_text]");
  const ask = () => {
    if (!words) return;
    const isKept = Boolean(box.form.querySelector("[name=without_photo]"));
    words.closest(".field").hidden = !(isKept || box.files.length || words.value || words.matches("[aria-invalid]"));
  };
  ask();
  let running = null;
  box.addEventListener("change", () => {
    const [file] = box.files;
    show(null);
    ask();
    running = file ? shrink(file).catch(() => {}).finally(() => { running = null; }) : null;
  });
  // Pressed meanwhile, the form goes as soon as the photo is ready: before anything else hears of it.
  addEventListener("submit", (event) => {
    if (!running || event.target !== box.form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    running.then(() => box.form.requestSubmit(submitter));
  }, true);
})();
