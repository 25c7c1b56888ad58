import { Component, type ComponentChild } from "preact";

import { language } from "../words/words.ts";

/**
 * A component that is drawn again only when a prop is another value, or its words are those of another language. For rows of
 * long lists. It must read no other signal: that would not draw it again.
 */
export abstract class PureComponent<Props extends object> extends Component<Props> {
  #language = language.peek();

  override shouldComponentUpdate(next: Props): boolean {
    const now = this.props;
    if (this.#language !== language.peek()) {
      this.#language = language.peek();
      return true;
    }
    return Object.keys(next).some(
      (key) => key !== "children" && next[key as keyof Props] !== now[key as keyof Props],
    );
  }

  abstract override render(): ComponentChild;
}
