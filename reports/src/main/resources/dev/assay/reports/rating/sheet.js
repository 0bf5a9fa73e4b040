"use strict";
(() => {
  const sheet = JSON.parse(document.getElementById("sheet").textContent);
  const $ = id => document.getElementById(id);
  const place = "assay-ratings/" + sheet.sheet;
  const choices = [["left", "Left is better"], ["equal", "Equal"], ["right", "Right is better"]];
  let answers = {};
  let at = -1;
  try { answers = JSON.parse(localStorage.getItem(place)) || {}; } catch (e) { answers = {}; }

  function keep() {
    try { localStorage.setItem(place, JSON.stringify(answers)); } catch (e) { /* private windows keep nothing */ }
  }
  function make(tag, text, kind) {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (kind) node.className = kind;
    return node;
  }
  function done(item) {
    const answer = answers[item.token];
    if (!answer) return false;
    if (item.sides.length === 2) return Boolean(answer.choice);
    return sheet.criteria.every(c => answer.scores && answer.scores[c.id]);
  }
  function figure(picture) {
    const box = make("figure");
    if (picture.image) {
      const image = make("img");
      image.alt = picture.text;
      image.onload = () => { if (image.naturalWidth < 128) image.classList.add("small"); };
      image.src = picture.image;
      box.append(image);
    } else {
      box.append(make("div", "no picture was made", "none"));
    }
    box.append(make("figcaption", picture.text));
    return box;
  }
  function strip(title, pictures) {
    const box = make("div", "", "strip");
    box.append(make("h2", title));
    pictures.forEach(p => box.append(figure(p)));
    return box;
  }
  function row(name, about, values, chosen, pick) {
    const box = make("fieldset");
    const legend = make("legend", name + " ");
    if (about) legend.append(make("small", about));
    box.append(legend);
    const scale = make("div", "", "scale");
    values.forEach(([value, text]) => {
      const label = make("label");
      const input = make("input");
      input.type = "radio";
      input.name = name;
      input.value = value;
      input.checked = chosen === value;
      input.onchange = () => { pick(value); keep(); mark(); };
      label.append(input, text);
      scale.append(label);
    });
    box.append(scale);
    return box;
  }
  function mark() {
    const item = sheet.items[at];
    $("next").disabled = !done(item);
    const rows = [...$("answers").children];
    const open = rows.find(r => !r.querySelector(":checked"));
    rows.forEach(r => r.classList.toggle("now", r === open));
    const count = sheet.items.filter(done).length;
    $("progress").value = count / sheet.items.length;
    $("where").textContent = `Question ${at + 1} of ${sheet.items.length}, ${count} answered`;
  }
  function show(number) {
    at = number;
    const ended = at >= sheet.items.length;
    $("start").hidden = at >= 0;
    $("item").hidden = at < 0 || ended;
    $("end").hidden = !ended;
    if (ended) {
      const count = sheet.items.filter(done).length;
      $("where").textContent = "End";
      $("progress").value = count / sheet.items.length;
      $("summary").textContent = `${count} of ${sheet.items.length} questions are answered.`;
      return;
    }
    if (at < 0) return;
    const item = sheet.items[at];
    const pair = item.sides.length === 2;
    $("instruction").textContent = item.instruction;
    $("references").replaceChildren(...(item.references.length ? [strip("Given", item.references)] : []));
    $("sides").className = pair ? "pair" : "";
    $("sides").replaceChildren(...item.sides.map((s, i) => strip(pair ? ["Left", "Right"][i] : "Made", s.pictures)));
    const answer = answers[item.token] || (answers[item.token] = pair ? {} : {scores: {}});
    const rows = pair
      ? [row("Which group is the better answer?", "", choices, answer.choice, v => { answer.choice = v; })]
      : sheet.criteria.map(c => row(c.name, c.about, [1, 2, 3, 4, 5].map(v => [v, String(v)]), answer.scores[c.id],
          v => { answer.scores[c.id] = v; }));
    $("answers").replaceChildren(...rows);
    $("back").disabled = at === 0;
    mark();
    window.scrollTo(0, 0);
  }
  function save() {
    const given = sheet.items.filter(done).map(item => Object.assign({token: item.token}, answers[item.token]));
    const file = {format: "assay-ratings-1", sheet: sheet.sheet, rater: sheet.rater, answers: given};
    const link = make("a");
    link.download = `${sheet.sheet}.ratings.json`;
    link.href = "data:application/json;charset=utf-8," + encodeURIComponent(JSON.stringify(file, null, 1));
    document.body.append(link);
    link.click();
    link.remove();
  }
  document.addEventListener("keydown", event => {
    if (at < 0 || at >= sheet.items.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const open = $("answers").querySelector("fieldset.now") || $("answers").lastElementChild;
    const pair = sheet.items[at].sides.length === 2;
    const value = pair ? {ArrowLeft: "left", "=": "equal", ArrowRight: "right"}[event.key]
      : (event.key >= "1" && event.key <= "5" ? event.key : undefined);
    if (value) {
      open.querySelector(`input[value="${value}"]`).click();
      event.preventDefault();
    } else if (event.key === "Enter" && event.target.tagName !== "BUTTON" && !$("next").disabled) {
      show(at + 1);
      event.preventDefault();
    } else if (event.key === "Backspace" && at > 0) {
      show(at - 1);
      event.preventDefault();
    }
  });
  $("begin").onclick = () => show(Math.max(0, sheet.items.findIndex(i => !done(i))));
  $("next").onclick = () => show(at + 1);
  $("back").onclick = () => show(at - 1);
  $("review").onclick = () => show(sheet.items.length - 1);
  $("save").onclick = save;
  $("where").textContent = `${sheet.items.length} questions`;
})();
