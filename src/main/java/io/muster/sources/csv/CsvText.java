package io.muster.sources.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns bytes into text without guessing: a wrong guess would change names without anybody seeing
 * it.
 *
 * <p>A byte order mark says that a file is UTF-8 or UTF-16, and is believed. Everything else is in
 * the configured encoding, or refused.
 */
final class CsvText {
  private CsvText() {}

  /**
   * Decodes the file.
   *
   * @param setting what sets the encoding at this way in, for the message
   * @throws NotText saying where it fails and what to do
   */
  static String decode(byte[] content, Charset configured, String setting) throws NotText {
    if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
      return strictly(content, 3, StandardCharsets.UTF_8, setting);
    }
    if (startsWith(content, 0xFF, 0xFE)) {
      return strictly(content, 2, StandardCharsets.UTF_16LE, setting);
    }
    if (startsWith(content, 0xFE, 0xFF)) {
      return strictly(content, 2, StandardCharsets.UTF_16BE, setting);
    }
    if (configured.canEncode()
        && configured.newEncoder().maxBytesPerChar() == 1
        && isUtf8BeyondAscii(content)) {
      throw new NotText(
          0,
          "is UTF-8, but %s says %s. Remove that setting, or save the file in that encoding"
              .formatted(setting, configured.name()));
    }
    return strictly(content, 0, configured, setting);
  }

  private static String strictly(byte[] content, int from, Charset charset, String setting)
      throws NotText {
    var bytes = ByteBuffer.wrap(content, from, content.length - from);
    var decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    String text;
    try {
      text = decoder.decode(bytes).toString();
    } catch (CharacterCodingException broken) {
      throw notIn(charset, content, bytes.position(), setting);
    }
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw new NotText(
          1 + text.substring(0, zero).chars().filter(each -> each == '\n').count(),
          "holds zero bytes. It is UTF-16 without a byte order mark, or no text at all. Save it as \"CSV UTF-8\"");
    }
    return text;
  }

  private static NotText notIn(Charset charset, byte[] content, int at, String setting) {
    long line = 1;
    for (int i = 0; i < at; i++) {
      if (content[i] == '\n') {
        line++;
      }
    }
    if (!charset.equals(StandardCharsets.UTF_8)) {
      return new NotText(line, "is not %s from here on; it may be cut off".formatted(charset));
    }
    return new NotText(
        line,
        "is not UTF-8 (byte 0x%02X); it looks like Latin-1 or Windows-1252. Save it as \"CSV UTF-8\", or set %s=windows-1252 if all files come like that"
            .formatted(content[Math.min(at, content.length - 1)] & 0xFF, setting));
  }

  private static boolean isUtf8BeyondAscii(byte[] content) {
    boolean beyond = false;
    for (byte each : content) {
      beyond |= each < 0;
    }
    if (!beyond) {
      return false;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException somethingElse) {
      return false;
    }
  }

  private static boolean startsWith(byte[] content, int... mark) {
    if (content.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((content[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Why the bytes are no text we can trust. */
  static final class NotText extends Exception {
    private final long line;

    NotText(long line, String message) {
      super(message);
      this.line = line;
    }

    FileProblem problem() {
      return FileProblem.ofLine(line, "the file " + getMessage());
    }
  }
}
