// A field above each long table that hides the rows without what is typed. Without it the table is whole.
document.querySelectorAll("table.events").forEach(function (table, number) {
  var rows = Array.prototype.slice.call(table.tBodies[0].rows);
  if (rows.length < 15) { return; }
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var box = document.createElement("div");
  var label = document.createElement("label");
  var field = document.createElement("input");
  var count = document.createElement("span");
  box.className = "filter";
  field.type = "search";
  field.id = "filter-" + number;
  label.htmlFor = field.id;
  label.textContent = "Show only rows with";
  count.setAttribute("role", "status");
  box.append(label, field, count);
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
  field.addEventListener("input", show);
  show();
});
