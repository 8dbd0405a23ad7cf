package io.muster.evidence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Packs, for tests of other modules. */
public final class Packs {
  private Packs() {}

  /** What the verifier said, and how it ended. */
  public record Verdict(int exit, String said) {}

  /** Runs the verifier as an auditor does. */
  public static Verdict verify(byte[] pack, Path folder, String publicKeys) throws Exception {
    var verdict = Notary.verify(pack, folder, publicKeys);
    return new Verdict(verdict.exit(), verdict.said());
  }

  /** The files by name. */
  public static Map<String, String> unzip(byte[] pack) throws Exception {
    var files = new LinkedHashMap<String, String>();
    VerifyTests.unzip(pack)
        .forEach((name, content) -> files.put(name, new String(content, StandardCharsets.UTF_8)));
    return files;
  }
}
