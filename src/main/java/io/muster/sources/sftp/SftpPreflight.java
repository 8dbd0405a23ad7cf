package io.muster.sources.sftp;

import io.muster.preflight.Expectations;
import io.muster.preflight.Finding;
import io.muster.preflight.Preflight;
import io.muster.remote.RemoteFailure;
import io.muster.sources.sftp.SftpProperties.After;
import io.muster.sources.sftp.SftpProperties.Server;
import java.util.ArrayList;
import java.util.List;

/** Looks whether files of one source could be fetched, and fetches none. */
final class SftpPreflight implements Preflight {
  private final String source;
  private final Server server;
  private final FetchedFiles fetched;

  SftpPreflight(String source, Server server, FetchedFiles fetched) {
    this.source = source;
    this.server = server;
    this.fetched = fetched;
  }

  @Override
  public String connection() {
    return source;
  }

  @Override
  public String kind() {
    return "SFTP";
  }

  @Override
  public List<Finding> check(Expectations expected) {
    var findings = new ArrayList<Finding>();
    try (var link = SftpLink.open(server, new SftpFailures(source, server))) {
      findings.add(
          Finding.good(
              "The server %s shows a key we know and lets us in.".formatted(server.address())));
      findings.addAll(files(link.list()));
      if (server.after() == After.MOVE) {
        findings.add(writable(link, server.target(), "move-to"));
      }
      if (server.after() != After.LEAVE) {
        findings.add(writable(link, server.folder(), "folder"));
      }
    } catch (RemoteFailure failure) {
      findings.add(Finding.of(failure));
    }
    if (server.hostKeys().size() > 1) {
      findings.add(
          Finding.warns(
              "%d host keys are taken for the server's, maybe an old one among them."
                  .formatted(server.hostKeys().size()),
              "Take the old one out of muster.sftp.%s.host-keys once the server shows the new one."
                  .formatted(source)));
    }
    return findings;
  }

  private List<Finding> files(List<RemoteFile> everything) {
    var wanted = Names.pattern(server.pattern());
    var matching =
        everything.stream()
            .filter(file -> wanted.matcher(file.name()).matches())
            .filter(
                file -> !Names.isTemporary(file.name()) && !UploadCompleteness.isMark(file.name()))
            .toList();
    var known = fetched.among(matching);
    var newer = server.newerThan();
    var waiting =
        matching.stream()
            .filter(file -> !known.contains(file))
            .filter(file -> newer == null || !file.modified().isBefore(newer))
            .toList();
    if (!everything.isEmpty() && matching.isEmpty()) {
      return List.of(
          Finding.warns(
              "None of the %d files in '%s' is named like %s."
                  .formatted(everything.size(), server.folder(), server.pattern()),
              "See what the files are called, and set muster.sftp.%s.pattern.".formatted(source)));
    }
    if (known.isEmpty() && waiting.size() > 1) {
      return List.of(
          Finding.warns(
              "All of the %d files in '%s' are going to be fetched, the oldest first, from %s on."
                  .formatted(
                      waiting.size(),
                      server.folder(),
                      waiting.stream()
                          .map(RemoteFile::modified)
                          .sorted()
                          .findFirst()
                          .orElseThrow()),
              "If old ones are not to be taken in, set muster.sftp.%s.newer-than."
                  .formatted(source)));
    }
    return List.of(
        Finding.good(
            "May read the folder '%s'; %d files in it were fetched, %d were not yet."
                .formatted(server.folder(), known.size(), waiting.size())));
  }

  private Finding writable(SftpLink link, String folder, String setting) {
    return link.mayBeWritten(folder, setting)
        ? Finding.good("The folder '%s' may be written, as far as can be seen.".formatted(folder))
        : Finding.blocks(
            "Nobody may write to the folder '%s', so what was fetched cannot be put away."
                .formatted(folder),
            "Have %s allowed to write there, or set muster.sftp.%s.after=leave."
                .formatted(server.user(), source));
  }
}
