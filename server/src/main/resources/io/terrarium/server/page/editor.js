/** The editor: Ace, held to one language, one theme that follows the page's colours, and no workers. */

const ace = globalThis.ace;

ace.define("ace/theme/terrarium", ["require", "exports"], (_, exports) => {
  exports.isDark = false;
  exports.cssClass = "ace-terrarium";
  // The page's own sheet has the colours.
  exports.cssText = "";
});

const Range = ace.require("ace/range").Range;

export class Editor {
  constructor(place, label, describedBy) {
    ace.config.set("basePath", new URL("assets/ace", document.baseURI).href);
    ace.config.set("loadWorkerFromBlob", false);
    this.editor = ace.edit(place, {
      theme: "ace/theme/terrarium",
      useWorker: false,
      showPrintMargin: false,
      highlightActiveLine: true,
      tabSize: 4,
      useSoftTabs: true,
      fontSize: "0.875rem",
      scrollPastEnd: 0.2,
      animatedScroll: false,
      displayIndentGuides: false,
    });
    this.session = this.editor.getSession();
    this.session.setUseWorker(false);
    this.session.setMode("ace/mode/python");
    this.problems = [];
    this.raised = [];
    this.listeners = [];
    this.session.on("change", () => {
      this.markRaised([]);
      this.listeners.forEach((listener) => listener());
    });
    this.describe(label, describedBy);
    this.letTabLeaveAfterEscape();
  }

  describe(label, describedBy) {
    // Ace adds the row of the cursor to the name.
    this.editor.setOption("textInputAriaLabel", label);
    const input = this.editor.textInput.getElement();
    input.setAttribute("aria-multiline", "true");
    input.setAttribute("aria-describedby", describedBy);
    const describe = () => {
      this.editor.textInput.setAriaLabel();
      // The editor completes nothing.
      input.removeAttribute("aria-autocomplete");
      input.removeAttribute("aria-haspopup");
    };
    describe();
    // Ace sets its own attributes anew whenever it gets the focus.
    input.addEventListener("focus", () => queueMicrotask(describe));
  }

  /** Tab indents, as everybody expects; after Escape it moves on, so that nobody is caught here. */
  letTabLeaveAfterEscape() {
    let leaving = false;
    const leave = (now) => {
      if (leaving !== now) {
        leaving = now;
        this.editor.commands.bindKey("Tab", now ? null : "indent");
        this.editor.commands.bindKey("Shift-Tab", now ? null : "outdent");
        this.editor.container.classList.toggle("leaving", now);
      }
    };
    this.command("letTabLeave", "Escape", "Escape", () => leave(true));
    this.editor.on("blur", () => leave(false));
    this.session.on("change", () => leave(false));
  }

  onChange(listener) {
    this.listeners.push(listener);
  }

  get source() {
    return this.session.getValue();
  }

  set source(text) {
    this.session.setValue(text);
    this.editor.gotoLine(1, 0, false);
  }

  focus() {
    this.editor.focus();
  }

  command(name, win, mac, exec) {
    this.editor.commands.addCommand({ name, bindKey: { win, mac }, exec });
  }

  /** Goes to a place; line and column count from 1, columns in characters. */
  goTo(line, column) {
    if (line > 0) {
      this.editor.gotoLine(line, this.index(line, Math.max(column, 1)), false);
      this.editor.centerSelection();
    }
    this.editor.focus();
  }

  /** Underlines what diagnostics are about. */
  markProblems(diagnostics) {
    this.unmark(this.problems);
    this.problems = diagnostics
      .filter((diagnostic) => diagnostic.line > 0)
      .map((diagnostic) => this.mark(this.rangeOf(diagnostic), "mark-problem", "gutter-problem", "text"));
  }

  /** Marks the lines that an exception went through; the last one is where it was raised. */
  markRaised(lines) {
    if (lines.length === 0 && this.raised.length === 0) {
      return;
    }
    this.unmark(this.raised);
    this.raised = lines.map((line, index) => {
      const kind = index === lines.length - 1 ? "raised" : "passed";
      const range = new Range(line - 1, 0, line - 1, Infinity);
      return this.mark(range, `mark-${kind}`, `gutter-${kind}`, "fullLine");
    });
    if (lines.length > 0) {
      this.editor.scrollToLine(lines.at(-1) - 1, true, false);
    }
  }

  mark(range, style, gutter, type) {
    this.session.addGutterDecoration(range.start.row, gutter);
    return { id: this.session.addMarker(range, style, type, false), row: range.start.row, gutter };
  }

  unmark(marks) {
    for (const { id, row, gutter } of marks) {
      this.session.removeMarker(id);
      this.session.removeGutterDecoration(row, gutter);
    }
  }

  rangeOf({ line, column, end_line: endLine, end_column: endColumn }) {
    const start = this.index(line, Math.max(column, 1));
    if (endLine < line || (endLine === line && endColumn <= column)) {
      return new Range(line - 1, start, line - 1, start + 1);
    }
    return new Range(line - 1, start, endLine - 1, this.index(endLine, endColumn));
  }

  /** JavaScript's index of a column: the service counts characters, a string here UTF-16 units. */
  index(line, column) {
    const text = this.session.getLine(line - 1) ?? "";
    return [...text].slice(0, column - 1).join("").length;
  }
}
