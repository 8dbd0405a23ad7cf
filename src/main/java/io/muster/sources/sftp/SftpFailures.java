package io.muster.sources.sftp;

import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.sources.sftp.SftpProperties.Server;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.security.PublicKey;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** What failures of a server mean, and what to do about them. */
final class SftpFailures {
  /** How everything that is said about a failed look begins. */
  static final String BEGINNING = "SFTP ";

  private final String settings;
  private final Server server;

  SftpFailures(String source, Server server) {
    this.settings = "muster.sftp.%s.".formatted(source);
    this.server = server;
  }

  RemoteFailure unreachable(Throwable failure) {
    var nameless =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
            .anyMatch(UnresolvedAddressException.class::isInstance);
    return Unavailable.turnedAway(
        words(
            "cannot be reached (%s). It is tried again; see whether it runs, whether %shost and .port are right and whether a firewall lets us through."
                .formatted(nameless ? "nobody knows that name" : reason(failure), settings)),
        failure,
        null);
  }

  RemoteFailure unknownHostKey(PublicKey shown, HostKeys known) {
    return new Misconfigured(
        words(
            "shows the host key %s, but %shost-keys has %s. It may be another server that poses as this one, so nothing was sent. Ask whoever runs it, by another way, whether that is its key; only then put it there."
                .formatted(HostKeys.fingerprint(shown), settings, known.fingerprints())));
  }

  RemoteFailure notSignedIn(Throwable failure) {
    if (failure instanceof SshException refused
        && refused.getDisconnectCode()
            == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      var ours =
          server.keys().map(keys -> " Our public key is " + HostKeys.fingerprint(keys.getPublic()));
      return new Misconfigured(
          words(
              "does not let us in. See whether %suser is right, and whether the server still knows our key or password.%s"
                  .formatted(settings, ours.map(it -> it + ".").orElse(""))),
          failure);
    }
    return Unavailable.turnedAway(
        words(
            "broke off while we signed in (%s). It is tried again; if that goes on, ask whoever runs it."
                .formatted(reason(failure))),
        failure,
        null);
  }

  RemoteFailure noSftp(Throwable failure) {
    return new Misconfigured(
        words(
            "lets us in, but not to files (%s). Ask whoever runs it to allow this account SFTP."
                .formatted(reason(failure))),
        failure);
  }

  /** A failure while something was done to a folder. */
  RemoteFailure ofFolder(String folder, String setting, IOException failure) {
    return switch (status(failure)) {
      case SftpConstants.SSH_FX_NO_SUCH_FILE,
          SftpConstants.SSH_FX_NO_SUCH_PATH,
          SftpConstants.SSH_FX_NOT_A_DIRECTORY ->
          new Misconfigured(
              words(
                  "has no folder '%s'. Have it made, or name another in %s%s."
                      .formatted(folder, settings, setting)),
              failure);
      case SftpConstants.SSH_FX_PERMISSION_DENIED ->
          new Misconfigured(
              words(
                  "does not let us look into the folder '%s'. Have %s allowed to read it."
                      .formatted(folder, server.user())),
              failure);
      default -> brokenOff("the folder '%s' was read".formatted(folder), failure);
    };
  }

  /**
   * A failure while a file was read.
   *
   * @throws Unreadable if it is only this file
   */
  RemoteFailure ofFile(String name, IOException failure) throws UnreadableFile {
    if (status(failure) == SftpConstants.SSH_FX_PERMISSION_DENIED) {
      throw new UnreadableFile(
          words(
              "does not let us read '%s'. Have %s allowed to, or have the file taken away; until then newer files are fetched without it."
                  .formatted(Names.shown(name), server.user())),
          failure);
    }
    return brokenOff("'%s' was read".formatted(Names.shown(name)), failure);
  }

  /**
   * A file that was {@link UnreadableFile} when its turn was, and is older than one fetched since.
   */
  String overtaken(String name) {
    return words(
        "did not let us read '%s' in its turn, and a newer file was fetched since. It is not fetched; if what it says still counts, have it sent again."
            .formatted(Names.shown(name)));
  }

  /** A failure while a file that was fetched was moved or deleted. */
  RemoteFailure ofTidying(String name, IOException failure) {
    if (status(failure) < 0) {
      return brokenOff("'%s' was put away".formatted(Names.shown(name)), failure);
    }
    return new Misconfigured(
        words(
            "does not let us %s '%s', which was fetched and is not fetched twice (%s). Have %s allowed to, or set %safter=leave."
                .formatted(
                    server.after() == SftpProperties.After.MOVE
                        ? "move to '%s'".formatted(server.target())
                        : "delete",
                    Names.shown(name),
                    reason(failure),
                    server.user(),
                    settings)),
        failure);
  }

  RemoteFailure tooMany(int most) {
    return new Misconfigured(
        words(
            "has more than %d entries in '%s'. Have old ones cleared away, or set %safter=move."
                .formatted(most, server.folder(), settings)));
  }

  RemoteFailure tooSlow(String name) {
    return Unavailable.turnedAway(
        words(
            "took longer than %s for '%s'. It is tried again; for a slow line set %slongest."
                .formatted(server.longest(), Names.shown(name), settings)),
        null,
        null);
  }

  RemoteFailure cutOff(String name, long bytes, long size) {
    return Unavailable.turnedAway(
        words(
            "gave %d of %d bytes of '%s'. It is tried again, and nothing of this is taken in."
                .formatted(bytes, size, Names.shown(name))),
        null,
        null);
  }

  /** A failure on our side of the line. */
  RemoteFailure ofOurDisk(String folder, IOException failure) {
    return new Misconfigured(
        words(
            "was read, but nothing can be written to %s here (%s). Make room there, or let the service write; it is tried again."
                .formatted(folder, reason(failure))),
        failure);
  }

  private RemoteFailure brokenOff(String when, IOException failure) {
    return Unavailable.turnedAway(
        words(
            "broke off while %s (%s). It is tried again, and nothing of this is taken in."
                .formatted(when, reason(failure))),
        failure,
        null);
  }

  private String words(String what) {
    return "%s%s: the server %s".formatted(BEGINNING, server.address(), what);
  }

  private static int status(IOException failure) {
    return failure instanceof SftpException said ? said.getStatus() : -1;
  }

  /** What lies at the bottom of it; what is above tells of the library. */
  private static String reason(Throwable failure) {
    var cause =
        Stream.iterate(failure, it -> it != null, Throwable::getCause)
            .reduce((outer, inner) -> inner)
            .orElse(failure);
    var message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : Names.shown(message);
  }
}
