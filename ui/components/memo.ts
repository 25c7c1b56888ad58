import { Component, type ComponentChild } from "preact";

import { preferences } from "../state/preferences.ts";

/**
 * A component that is drawn again only when a prop is another value, or the person wants the page in another way. For rows
 * of long lists. It must read no other signal: that would not draw it again.
 */
export abstract class PureComponent<Props extends object> extends Component<Props> {
  #preferences = preferences.peek();

  override shouldComponentUpdate(next: Props): boolean {
    const now = this.props;
    const before = this.#preferences;
    this.#preferences = preferences.peek();
    return (
      this.#preferences !== before ||
      Object.keys(next).some(
        (key) => key !== "children" && next[key as keyof Props] !== now[key as keyof Props],
      )
    );
  }

  abstract override render(): ComponentChild;
}
