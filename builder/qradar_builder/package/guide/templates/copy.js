// A button beside each value that is to be pasted. Without it, the values can be selected.
(function () {
  var status = document.createElement("p");
  status.className = "copied";
  status.setAttribute("role", "status");
  document.body.append(status);

  // Works where the clipboard is closed to the page, as in some browsers for files.
  function copyBySelection(text) {
    var field = document.createElement("textarea");
    field.className = "offscreen";
    field.value = text;
    document.body.append(field);
    field.select();
    var done = document.execCommand("copy");
    field.remove();
    return done;
  }

  function copy(text) {
    if (!navigator.clipboard || !window.isSecureContext) { return Promise.resolve(copyBySelection(text)); }
    return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return copyBySelection(text); });
  }

  function offer(before, text, what, label) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "copy-button";
    button.textContent = label;
    button.setAttribute("aria-label", label + " " + what);
    button.addEventListener("click", function () {
      copy(text).then(function (done) {
        button.textContent = done ? "Copied" : "Select and copy";
        status.textContent = done ? "Copied: " + (label + " " + what).replace(/^Copy /, "") : "The browser does not allow copying. Select the text and copy it.";
        setTimeout(function () { button.textContent = label; status.textContent = ""; }, 2500);
        button.focus();
      });
    });
    before.after(button);
  }

  var texts = {};
  document.querySelectorAll("code[data-path]").forEach(function (code) { texts["file " + code.dataset.path] = code.textContent; });
  document.querySelectorAll("code[data-text]").forEach(function (code) {
    var text = texts["file " + code.dataset.text];
    if (text !== undefined) { offer(code, text, "of " + code.dataset.text, "Copy text"); }
  });
  document.querySelectorAll("code.copy:not([data-text])").forEach(function (code) {
    offer(code, code.textContent, code.textContent.slice(0, 80), "Copy");
  });
  document.querySelectorAll("pre > code:not([data-path])").forEach(function (code) {
    offer(code.parentNode, code.textContent.replace(/\n$/, ""), code.textContent.trim().split("\n")[0].slice(0, 80), "Copy");
  });
})();
