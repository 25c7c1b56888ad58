import { Component, type ComponentChild } from "preact";

/** A component that is drawn again only when a prop is another value. For rows of long lists. It must read no signal: that would not draw it again. */
export abstract class PureComponent<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const now = this.props;
    return Object.keys(next).some(
      (key) => key !== "children" && next[key as keyof Props] !== now[key as keyof Props],
    );
  }

  abstract override render(): ComponentChild;
}
