package io.muster.directory.entra;

import java.security.SecureRandom;

/**
 * A password nobody is told: Entra makes no account without one.
 *
 * <p>The new hire comes in with a Temporary Access Pass from the service desk, or by resetting the
 * password themselves, and never with this one.
 */
final class FirstPassword {
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
  private static final int LENGTH = 48;
  private static final SecureRandom RANDOM = new SecureRandom();

  private FirstPassword() {}

  /** A new one; of every kind of character that password rules ask for. */
  static String random() {
    var text = new StringBuilder("aA2-");
    for (int i = 0; i < LENGTH; i++) {
      text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
