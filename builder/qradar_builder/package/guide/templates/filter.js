// A field above each table of event mappings that hides the rows without what is typed, and a button that saves the rows
// that are shown as a CSV file. Without them, the tables are whole.
document.querySelectorAll("table.events").forEach(function (table, number) {
  var rows = Array.prototype.slice.call(table.tBodies[0].rows);
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var box = document.createElement("div");
  var label = document.createElement("label");
  var field = document.createElement("input");
  var count = document.createElement("span");
  var save = document.createElement("button");
  box.className = "filter";
  field.type = "search";
  field.id = "filter-" + number;
  label.htmlFor = field.id;
  label.textContent = "Show only rows with";
  count.setAttribute("role", "status");
  save.type = "button";
  save.textContent = "Download as CSV";
  box.append(label, field, count, save);
  table.parentNode.before(box);

  function show() {
    var words = field.value.toLowerCase().split(/\s+/);
    var shown = 0;
    rows.forEach(function (row, place) {
      var fits = words.every(function (word) { return texts[place].includes(word); });
      row.hidden = !fits;
      shown += fits;
    });
    count.textContent = shown + " of " + rows.length;
  }

  // A cell that a spreadsheet program would take for a formula becomes text.
  function quoted(text) {
    var harmless = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(harmless) ? '"' + harmless.replace(/"/g, '""') + '"' : harmless;
  }

  function line(cells) { return cells.map(quoted).join(",") + "\r\n"; }

  function cellsOf(row) {
    var name = row.cells[2].cloneNode(true);
    var more = name.querySelector(".more");
    if (more) { more.remove(); }
    var texts = Array.prototype.map.call(row.cells, function (cell) { return cell.textContent; });
    texts[2] = name.textContent;
    return [table.dataset.name].concat(texts, more ? more.textContent : "");
  }

  save.addEventListener("click", function () {
    var heads = Array.prototype.map.call(table.tHead.rows[0].cells, function (cell) { return cell.textContent; });
    var text = line(["Log source type"].concat(heads, "Description"));
    rows.forEach(function (row) { if (!row.hidden) { text += line(cellsOf(row)); } });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], {type: "text/csv"}));
    link.download = "MAPPINGS-" + (table.dataset.name.replace(/[^A-Za-z0-9]+/g, "-") || number) + ".csv";
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  });

  field.addEventListener("input", show);
  show();
});
