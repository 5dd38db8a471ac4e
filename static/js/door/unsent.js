// Presses that did not arrive stay on the page, each with a button that sends it again; one that arrived twice counts once.
export class Unsent {
  constructor(list, words, send) {
    Object.assign(this, { list, words, send });
    this.held = new Map();
  }

  // What is done twice to the same person stands here once.
  keep(key, name, press) {
    this.held.set(key, { name, press });
    this.draw();
  }

  drop(key) {
    if (this.held.delete(key)) this.draw();
  }

  draw() {
    this.list.hidden = !this.held.size;
    this.list.replaceChildren(
      ...[...this.held].map(([key, { name, press }]) => {
        const item = document.createElement("li");
        const said = document.createElement("span");
        const who = document.createElement("b");
        who.dir = "auto";
        who.textContent = name;
        said.append(who, " ", this.words.unsent);
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn";
        button.textContent = this.words.again;
        button.addEventListener("click", () => this.send(key, name, press));
        item.append(said, button);
        return item;
      }),
    );
  }
}
