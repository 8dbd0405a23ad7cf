package io.muster.directory;

/** What sets an account apart: some of it is not ours to change, and a person has to. */
public enum AccountTrait {
  /** A copy of an account on premises, which is changed where it comes from. */
  COPY("a copy of an account on premises"),
  /** A guest, who signs in at another tenant. */
  GUEST("a guest's, whose home is another tenant"),
  /** It holds an administrator's role, which protects it. */
  ADMINISTRATOR("an administrator's"),
  /** The vendor itself shut it, and only the vendor opens it again. */
  SHUT_BY_VENDOR("shut by the vendor itself");

  private final String words;

  AccountTrait(String words) {
    this.words = words;
  }

  /** For people, after "it is". */
  public String words() {
    return words;
  }
}
