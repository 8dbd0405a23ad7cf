package io.muster.notices;

/**
 * Where a notice goes.
 *
 * @param channel the channel's name
 * @param address the mail address, or the name of the chat channel
 */
record Recipient(String channel, String address) {
  static final String MAIL = "mail";

  static Recipient byMail(String address) {
    return new Recipient(MAIL, address);
  }

  static Recipient byChat(String name) {
    return new Recipient(chat(name), name);
  }

  /** The name of a chat channel among all. */
  static String chat(String name) {
    return "chat." + name;
  }
}
