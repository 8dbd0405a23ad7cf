package io.muster.sources.sftp;

import io.muster.remote.ConnectedSystem;
import io.muster.remote.ConnectedSystem.Kind;
import io.muster.remote.ConnectedSystems;
import io.muster.remote.Secret;
import io.muster.sources.csv.DropFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Servers that HR leaves its files on.
 *
 * @param sftp by the name of the source whose files lie there: one of {@code
 *     muster.snapshot-files}, or {@code muster.csv.source}; default none
 */
@ConfigurationProperties("muster")
record SftpProperties(@DefaultValue Map<String, Server> sftp) implements ConnectedSystems {
  private static final String PREFIX = "muster.sftp.";

  SftpProperties {
    sftp = Map.copyOf(sftp);
  }

  @Override
  public List<ConnectedSystem> connected() {
    return sftp.entrySet().stream()
        .map(
            each ->
                new ConnectedSystem(
                    Kind.HR,
                    each.getKey(),
                    PREFIX + each.getKey(),
                    ConnectedSystem.account(each.getValue().address(), each.getValue().folder())))
        .toList();
  }

  /**
   * One source's server ({@code muster.sftp.<source>}).
   *
   * @param host its name or address; needed
   * @param port default 22
   * @param user whom we sign in as; needed
   * @param privateKey what we sign in with, as {@code ssh-keygen} writes it, or as PEM; this or a
   *     password is needed, both where the server asks for both
   * @param passphrase that opens the private key, if it is encrypted
   * @param password what we sign in with
   * @param hostKeys the public keys the server may show, a line each, such as {@code ssh-ed25519
   *     AAAA…}; several while one is being replaced. Needed: whoever shows another is not believed
   * @param folder where the files lie, default the folder one is in after signing in
   * @param pattern of the names of the files that are wanted; {@code *} is anything and {@code ?}
   *     one character, default {@code *.csv}
   * @param completion how a file shows that it is complete, default {@code unchanged}. Names that
   *     begin with a dot or end in {@code .tmp}, {@code .part} or {@code .filepart} are always left
   *     alone
   * @param settle how long an {@code unchanged} file has looked the same, default 1 minute
   * @param every between two looks, default 1 minute
   * @param after what becomes of a file on the server once it is fetched, default {@code leave}
   * @param moveTo the folder on the server for {@code after=move}
   * @param newerThan files of an earlier time are not fetched, default none: all are
   * @param maxSize the largest file that is fetched, default 50 MB
   * @param connectTimeout how long to wait for a connection and for being signed in, default 10 s
   * @param answerTimeout how long the server may be silent, default 30 s
   * @param longest how long fetching one file may take, default 10 minutes
   */
  record Server(
      @Nullable String host,
      @DefaultValue("22") int port,
      @Nullable String user,
      @Nullable Secret privateKey,
      @Nullable Secret passphrase,
      @Nullable Secret password,
      @DefaultValue List<String> hostKeys,
      @DefaultValue(".") String folder,
      @DefaultValue("*.csv") String pattern,
      @DefaultValue("unchanged") Completion completion,
      @DefaultValue("1m") Duration settle,
      @DefaultValue("1m") Duration every,
      @DefaultValue("leave") After after,
      @Nullable String moveTo,
      @Nullable Instant newerThan,
      @DefaultValue("50MB") DataSize maxSize,
      @DefaultValue("10s") Duration connectTimeout,
      @DefaultValue("30s") Duration answerTimeout,
      @DefaultValue("10m") Duration longest) {

    Server {
      hostKeys = hostKeys.stream().filter(line -> !line.isBlank()).toList();
    }

    /** The server and whom we are there, for people. */
    String address() {
      return "%s@%s:%d".formatted(user, host, port);
    }

    /** The folder that fetched files are moved to. */
    String target() {
      if (moveTo == null) {
        throw new IllegalStateException("there is no move-to");
      }
      return moveTo;
    }

    private Stream<String> problems() {
      return Stream.of(
              problem(
                  host == null || !host.matches("[\\p{Alnum}._:-]+"),
                  "host must be the server's name or address alone, such as files.example.com"),
              problem(port < 1 || port > 65535, "port must be 1 to 65535"),
              problem(isBlank(user), "user is missing; ask whoever runs the server for an account"),
              signInProblem(),
              problem(
                  hostKeys.isEmpty(),
                  "host-keys[0] is missing; ask whoever runs the server for its public host key"
                      + " (ssh-keyscan shows what it claims to be, which is no proof)"),
              problem(
                  folder.isBlank() || hasControls(folder),
                  "folder must be a folder of the server, such as out/hr"),
              problem(
                  pattern.isBlank() || pattern.contains("/"),
                  "pattern must be a name without folders, such as workers-*.csv"),
              problem(
                  after == After.MOVE && (isBlank(moveTo) || hasControls(String.valueOf(moveTo))),
                  "move-to is missing; name the server's folder that fetched files are moved to"),
              problem(
                  after == After.MOVE && folder.equals(moveTo),
                  "move-to must be another folder than folder"),
              problem(
                  Stream.of(every, connectTimeout, answerTimeout, longest)
                          .anyMatch(it -> it.compareTo(Duration.ofMillis(100)) < 0)
                      || settle.isNegative(),
                  "every, settle and the times to wait must be longer than nothing, such as 1m"),
              problem(maxSize.toBytes() < 1, "max-size must be more than nothing, such as 50MB"))
          .flatMap(Optional::stream);
    }

    private Optional<String> signInProblem() {
      boolean hasKey = isSet(privateKey);
      if (!hasKey && !isSet(password)) {
        return Optional.of(
            "private-key is missing; make one with ssh-keygen and have its public half put on the"
                + " server, or set password");
      }
      if (!hasKey && isSet(passphrase)) {
        return Optional.of("passphrase is set, but there is no private-key that it opens");
      }
      try {
        keys();
        return Optional.empty();
      } catch (IllegalArgumentException unusable) {
        return Optional.of("private-key " + unusable.getMessage());
      }
    }

    private Stream<String> hostKeyProblems() {
      var wrong = new ArrayList<String>();
      for (int i = 0; i < hostKeys.size(); i++) {
        try {
          var unused = HostKeys.read(hostKeys.get(i));
        } catch (IllegalArgumentException unreadable) {
          wrong.add("host-keys[%d] %s".formatted(i, unreadable.getMessage()));
        }
      }
      return wrong.stream();
    }

    /** What we sign in with, if it is a key. */
    Optional<java.security.KeyPair> keys() {
      return privateKey == null || privateKey.isBlank()
          ? Optional.empty()
          : Optional.of(PrivateKeys.read(privateKey, isSet(passphrase) ? passphrase : null));
    }

    private static Optional<String> problem(boolean wrong, String what) {
      return wrong ? Optional.of(what) : Optional.empty();
    }

    private static boolean isSet(@Nullable Secret secret) {
      return secret != null && !secret.isBlank();
    }

    private static boolean isBlank(@Nullable String text) {
      return text == null || text.isBlank();
    }

    private static boolean hasControls(String text) {
      return text.chars().anyMatch(Character::isISOControl);
    }
  }

  /** How a file shows that it is complete. */
  enum Completion {
    /** It has the same size and time for a while. */
    UNCHANGED,
    /** A file of the same name and {@code .done}, or {@code .ready}, lies beside it. */
    DONE_FILE,
    /** By being there: its sender writes under another name and renames it. */
    RENAMED
  }

  /** What becomes of a file on the server once it is fetched. */
  enum After {
    LEAVE,
    MOVE,
    DELETE
  }

  /**
   * Looks the settings through.
   *
   * @param folders where a source's files are dropped
   * @throws IllegalStateException that names everything missing or wrong
   */
  void check(Function<String, Optional<DropFolder>> folders) {
    var wrong = new ArrayList<String>();
    new TreeMap<>(sftp)
        .forEach(
            (source, server) -> {
              var prefix = PREFIX + source + ".";
              if (!source.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
                wrong.add(
                    PREFIX + "<source>: a name is 1 to 63 letters, digits, dashes, underscores");
              } else if (folders.apply(source).isEmpty()) {
                wrong.add(
                    "%s%s: there is no folder its files would go to; set muster.snapshot-files.%s.folder, or muster.csv.folder and muster.csv.source=%s"
                        .formatted(PREFIX, source, source, source));
              }
              server.problems().map(prefix::concat).forEach(wrong::add);
              server.hostKeyProblems().map(prefix::concat).forEach(wrong::add);
            });
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("SFTP is not set up: " + String.join("; ", wrong) + ".");
    }
  }
}
