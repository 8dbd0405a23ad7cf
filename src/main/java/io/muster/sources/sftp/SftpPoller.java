package io.muster.sources.sftp;

import static java.util.Comparator.comparing;

import io.muster.intake.Digest;
import io.muster.intake.FeedLock;
import io.muster.intake.Inbox;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.sources.SourceHealthRecorder;
import io.muster.sources.sftp.FetchedFiles.Begun;
import io.muster.sources.sftp.SftpProperties.After;
import io.muster.sources.sftp.SftpProperties.Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the files of one source: one node at a time, one file after the other, the oldest first,
 * and the next only when the last was taken in. One that the server does not let us read is passed
 * over, and not fetched any more once a newer one was.
 *
 * <p>A file is fetched under a name that nobody takes in, written down, renamed, and written down
 * as arrived. Whoever comes after a crash finds by its name or its content how far it came. What
 * becomes of it on the server comes last.
 */
final class SftpPoller {
  private static final Logger log = LoggerFactory.getLogger(SftpPoller.class);
  private static final Duration SOON = Duration.ofSeconds(15);

  /** Whoever is not let in and knocks again every minute is barred in the end. */
  private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

  private static final int CHUNK = 64 * 1024;
  private static final int MOST_TOLD = 1000;
  private static final int DIGITS = 32;
  private static final int MARK_DIGITS = 8;

  // what a file is refused for, as its place among the refused events is called

  private static final String NOT_WANTED = "";
  private static final String PASSED_OVER = "unreadable-";
  private static final String OVERTAKEN = "overtaken-";

  private final String source;
  private final Server server;
  private final SftpFailures failures;
  private final InboxWriter arrivals;
  private final FetchedFiles fetched;
  private final FeedLock lock;
  private final SourceHealthRecorder news;
  private final Inbox inbox;
  private final Clock clock;
  private final Pattern wanted;
  private final UploadCompleteness whole;

  /** Files that operators were told of. */
  private final Set<String> told = new HashSet<>();

  private @Nullable String lastFailure;
  private Instant due = Instant.MIN;

  SftpPoller(
      String source,
      Server server,
      InboxWriter arrivals,
      FetchedFiles fetched,
      FeedLock lock,
      SourceHealthRecorder news,
      Inbox inbox,
      Clock clock) {
    this.source = source;
    this.server = server;
    this.failures = new SftpFailures(source, server);
    this.arrivals = arrivals;
    this.fetched = fetched;
    this.lock = lock;
    this.news = news;
    this.inbox = inbox;
    this.clock = clock;
    this.wanted = Names.pattern(server.pattern());
    this.whole = new UploadCompleteness(server.completion(), server.settle());
  }

  /** What became of a look. */
  enum Look {
    /** A file is in the inbox folder; there may be more. */
    FETCHED,
    /** The file fetched last was not taken in yet. */
    WAITING,
    NOTHING,
    /** Another node is at it. */
    BUSY,
    FAILED,
    /** As long as nobody mends something, it fails again. */
    REFUSED
  }

  /** Looks if it is time. */
  void beat() {
    var now = clock.instant();
    if (now.isBefore(due)) {
      return;
    }
    // an error that nobody expected must not bring us here at every beat
    due = now.plus(server.every());
    var look = look();
    due = clock.instant().plus(pause(look));
  }

  private Duration pause(Look look) {
    return switch (look) {
      case FETCHED, WAITING -> shorter(SOON, server.every());
      case REFUSED -> longer(AFTER_REFUSAL, server.every());
      case NOTHING, BUSY, FAILED -> server.every();
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Looks for files, and fetches the oldest that is new. */
  Look look() {
    try {
      return lock.whileHeld(this::lookAlone).orElse(Look.BUSY);
    } catch (RemoteFailure failure) {
      tell(String.valueOf(failure.getMessage()));
      return failure instanceof Misconfigured ? Look.REFUSED : Look.FAILED;
    } catch (Exception failure) {
      tell(
          "%sfiles of %s could not be taken over here (%s). It is tried again; see this service's database."
              .formatted(SftpFailures.BEGINNING, source, failure.getClass().getSimpleName()));
      return Look.FAILED;
    }
  }

  private void tell(String why) {
    if (why.equals(lastFailure)) {
      log.debug("{}", why);
    } else {
      log.warn("{}", why);
    }
    lastFailure = why;
    try {
      news.failed(source, why);
    } catch (RuntimeException databaseGone) {
      log.warn("nor could that be written down: {}", databaseGone.getClass().getSimpleName());
    }
  }

  private Look lookAlone() {
    finishWhatWasBegun();
    try (var link = SftpLink.open(server, failures)) {
      var everything = link.list();
      var candidates = candidates(everything);
      var known = fetched.among(candidates);
      var complete = whole.among(candidates, everything, clock.instant());
      var inTurn =
          complete.stream()
              .filter(file -> !known.contains(file))
              .filter(this::isSmallEnough)
              .sorted(comparing(RemoteFile::modified).thenComparing(RemoteFile::name))
              .toList();
      var unreadable = new ArrayList<UnreadableFile>();
      var look = fetchTheFirst(link, inTurn, unreadable);
      if (server.after() != After.LEAVE) {
        fetched.among(candidates).forEach(file -> putAway(link, file, everything));
      }
      if (unreadable.isEmpty()) {
        lastFailure = null;
        news.works(source, SftpFailures.BEGINNING);
        return look;
      }
      tell(unreadable.get(0).words());
      return look == Look.NOTHING ? Look.REFUSED : look;
    }
  }

  /**
   * The first that can be read: one that cannot keeps none of the newer ones from being fetched.
   */
  private Look fetchTheFirst(
      SftpLink link, List<RemoteFile> inTurn, List<UnreadableFile> unreadable) {
    for (var file : inTurn) {
      if (wasOvertaken(file)) {
        refuse(OVERTAKEN, file, failures.overtaken(file.name()));
        continue;
      }
      try {
        return fetchInTurn(link, file);
      } catch (UnreadableFile passedOver) {
        refuse(PASSED_OVER, file, passedOver.words());
        unreadable.add(passedOver);
      }
    }
    return Look.NOTHING;
  }

  /** A state of the workforce that could not be read in its turn must not undo a newer one. */
  private boolean wasOvertaken(RemoteFile file) {
    return inbox.find(source, id(PASSED_OVER, file)).isPresent()
        && fetched
            .last()
            .filter(last -> last.remote().modified().isAfter(file.modified()))
            .isPresent();
  }

  /** Those whose names are wanted and can be had. */
  private List<RemoteFile> candidates(List<RemoteFile> everything) {
    var candidates = new ArrayList<RemoteFile>();
    for (var file : everything) {
      if (!wanted.matcher(file.name()).matches() || isTooOld(file)) {
        continue;
      }
      if (!Names.isUsable(file.name())) {
        refuse(
            NOT_WANTED,
            file,
            "The server %s has a file '%s', whose name is too long or holds characters that no name here may have. It was not fetched; have it sent under another name."
                .formatted(server.address(), Names.shown(file.name())));
      } else if (!Names.isTemporary(file.name()) && !UploadCompleteness.isMark(file.name())) {
        candidates.add(file);
      }
    }
    return candidates;
  }

  private boolean isTooOld(RemoteFile file) {
    var newerThan = server.newerThan();
    return newerThan != null && file.modified().isBefore(newerThan);
  }

  private boolean isSmallEnough(RemoteFile file) {
    if (file.size() >= 0 && file.size() <= server.maxSize().toBytes()) {
      return true;
    }
    refuse(
        NOT_WANTED,
        file,
        "The file '%s' of the server %s has %d bytes, more than muster.sftp.%s.max-size. It was not fetched; have it sent in parts, or set that higher."
            .formatted(Names.shown(file.name()), server.address(), file.size(), source));
    return false;
  }

  private static String id(String kind, RemoteFile file) {
    return "sftp-%s%s".formatted(kind, Digest.of(file.toString()).substring(0, DIGITS));
  }

  /** Puts it among the refused events, where operators look; once, whoever looks. */
  private void refuse(String kind, RemoteFile file, String why) {
    var id = id(kind, file);
    if (!told.contains(id)) {
      inbox.refuse(source, id, null, why, why);
      log.warn("{}", why);
      if (told.size() == MOST_TOLD) {
        told.clear();
      }
      told.add(id);
    }
  }

  private Look fetchInTurn(SftpLink link, RemoteFile file) throws UnreadableFile {
    var localName = Names.local(file.name());
    var last = fetched.last();
    if (last.filter(it -> arrivals.isWaiting(it.localName())).isPresent()
        || arrivals.isWaiting(localName)) {
      return Look.WAITING;
    }
    var part = InboxWriter.newPart();
    try {
      return fetch(link, file, localName, part);
    } catch (IOException failure) {
      removeQuietly(part);
      throw failures.ofOurDisk(arrivals.inbox().toString(), failure);
    } catch (UnreadableFile failure) {
      removeQuietly(part);
      throw failure;
    } catch (RuntimeException failure) {
      // after the file was written down, the part is what it is finished from
      if (fetched.unfinished().stream().noneMatch(begun -> begun.part().equals(part))) {
        removeQuietly(part);
      }
      throw failure;
    }
  }

  private Look fetch(SftpLink link, RemoteFile file, String localName, String part)
      throws IOException, UnreadableFile {
    var digest = download(link, file, part);
    if (digest.isEmpty() || !link.find(file.name()).equals(Optional.of(file))) {
      log.info(
          "'{}' of {} was changed while it was fetched, so it is left for later",
          Names.shown(file.name()),
          source);
      arrivals.remove(part);
      return Look.NOTHING;
    }
    var begun = new Begun(file, digest.get(), localName, part);
    var now = clock.instant();
    arrivals.secure(part, file.modified().isAfter(now) ? now : file.modified());
    if (!fetched.begin(begun)) {
      arrivals.remove(part);
      return Look.BUSY;
    }
    arrivals.put(part, localName);
    fetched.arrived(file);
    log.info("fetched '{}' of {}, {} bytes", Names.shown(file.name()), source, file.size());
    return Look.FETCHED;
  }

  /** The digest of what was fetched; empty if the file is gone. */
  private Optional<String> download(SftpLink link, RemoteFile file, String part)
      throws IOException, UnreadableFile {
    var content = link.read(file.name());
    if (content.isEmpty()) {
      return Optional.empty();
    }
    var until = clock.instant().plus(server.longest());
    var digest = InboxWriter.sha256();
    long bytes = 0;
    try (var from = content.get();
        var to = arrivals.create(part)) {
      var buffer = new byte[CHUNK];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        bytes += read;
        if (bytes > file.size()) {
          // it grows, so it is not complete
          return Optional.empty();
        }
        if (clock.instant().isAfter(until)) {
          throw failures.tooSlow(file.name());
        }
        digest.update(buffer, 0, read);
        for (var left = ByteBuffer.wrap(buffer, 0, read); left.hasRemaining(); ) {
          var unused = to.write(left);
        }
      }
    }
    if (bytes < file.size()) {
      throw failures.cutOff(file.name(), bytes, file.size());
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  private void removeQuietly(String part) {
    try {
      arrivals.remove(part);
    } catch (IOException left) {
      // the next look clears it away
    }
  }

  /** Brings to an end what somebody was at who did not come to it. */
  private void finishWhatWasBegun() {
    try {
      var begun = fetched.unfinished();
      for (var file : begun) {
        finish(file);
      }
      arrivals.clear(
          fetched.unfinished().stream().map(Begun::part).collect(Collectors.toUnmodifiableSet()));
    } catch (IOException failure) {
      throw failures.ofOurDisk(arrivals.inbox().toString(), failure);
    }
  }

  private void finish(Begun file) throws IOException {
    if (arrivals.hasPart(file.part(), file.digest())) {
      if (arrivals.isWaiting(file.localName())) {
        return;
      }
      arrivals.put(file.part(), file.localName());
      fetched.arrived(file.remote());
    } else if (arrivals.hasTaken(file.remote().size(), file.digest())
        || arrivals.hasQuarantined(file.remote().size(), file.digest())) {
      fetched.arrived(file.remote());
    } else {
      // lost, or never written in full
      fetched.forget(file.remote());
    }
  }

  /** Does with a file that is here for good what is to become of it there. */
  private void putAway(SftpLink link, RemoteFile file, List<RemoteFile> everything) {
    if (!link.find(file.name()).equals(Optional.of(file))) {
      return;
    }
    var marks = UploadCompleteness.marks(file.name()).collect(Collectors.toSet());
    var mark = "%s-%s".formatted(file.name(), Digest.of(file.toString()).substring(0, MARK_DIGITS));
    if (server.after() == After.MOVE) {
      link.move(file.name(), mark);
    } else {
      link.delete(file.name());
    }
    everything.stream().map(RemoteFile::name).filter(marks::contains).forEach(link::delete);
  }
}
