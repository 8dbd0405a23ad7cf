package io.muster.devices.hexnode;

/** A list of Hexnode's that is kept in the index. */
enum ListPart {
  USERS("users"),
  DEVICES("devices"),
  GROUPS("user groups");

  private final String words;

  ListPart(String words) {
    this.words = words;
  }

  /** What it is a list of, for people. */
  String words() {
    return words;
  }
}
