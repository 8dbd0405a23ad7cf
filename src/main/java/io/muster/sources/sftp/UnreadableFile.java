package io.muster.sources.sftp;

import java.io.IOException;

/** The server shows a file and does not let us read it; the message says what to do. */
final class UnreadableFile extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableFile(String words, IOException failure) {
    super(words, failure);
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
