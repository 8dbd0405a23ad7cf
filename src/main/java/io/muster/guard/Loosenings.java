package io.muster.guard;

import io.muster.guard.Loosening.Digest;
import io.muster.guard.Loosening.Kind;
import io.muster.remote.RemoteFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The changes that make destruction easier. Each is kept until another person than its author has
 * agreed and a day has passed, or two more have agreed.
 */
public interface Loosenings {
  /**
   * Keeps a change, whatever becomes of the caller's transaction. The same content over the same
   * base is kept once; whoever hands it in again becomes an author too.
   */
  Change submit(Loosening loosening);

  /** The change that may become live now with this content over this base. */
  Optional<Change> agreed(Digest digest);

  /**
   * Writes down that it became live, in the caller's transaction.
   *
   * @param deployment where it is live, or null for settings
   * @return false if it waits no more, as another node was first
   */
  boolean live(long number, @Nullable String deployment);

  /** True if it still may become live; no other node is told so before this transaction ends. */
  boolean take(long number);

  /** The change that became live with this deployment. */
  Optional<Change> liveWith(String deployment);

  /** Ends what waits of this name and was handed in by nobody, as its file or setting is gone. */
  void withdraw(Kind kind, String name);

  /** The changes of models that may become live now and are not yet. */
  List<Change> due();

  /** What is to become live, by name. */
  Map<String, byte[]> files(long number);

  /** The changes that wait, the oldest first. */
  List<Change> waiting();

  /** The latest changes, whatever became of them, the newest first. */
  List<Change> latest();

  /** One change. */
  Optional<Change> find(long number);

  /**
   * Agrees to a change.
   *
   * @param content the digest of the content that the person was shown
   * @throws RemoteFailure.Refused if the person may not, has already, or was shown another content
   */
  Change agree(long number, String content, Person person, String reason);

  /**
   * Refuses a change for good; its author may take it back this way too.
   *
   * @throws RemoteFailure.Refused if the person may not, or it waits no more
   */
  Change refuse(long number, Person person, String reason);

  /** What became of a change. */
  enum State {
    WAITING,
    LIVE,
    REFUSED,
    /** Another file or setting took its place before anything came of it. */
    REPLACED
  }

  /**
   * A change, and how it stands.
   *
   * @param number what it is called
   * @param kind models or settings
   * @param name the name of the deployment or of the settings
   * @param origin what the deployment says of its source, or null
   * @param door how it came in
   * @param content the digest of what is to become live
   * @param loosens what it makes easier
   * @param authors who handed it in, by sign-in name; none if nobody was signed in
   * @param submittedAt when it came in first
   * @param agreed who has agreed to exactly this content
   * @param missing how many more people have to agree
   * @param liveAt when it becomes live if nobody refuses it, or null while people are missing
   * @param end how it ended, or null while it waits
   */
  record Change(
      long number,
      Kind kind,
      String name,
      @Nullable String origin,
      String door,
      String content,
      List<String> loosens,
      List<String> authors,
      Instant submittedAt,
      List<Yes> agreed,
      int missing,
      @Nullable Instant liveAt,
      State state,
      @Nullable End end) {}

  /** Somebody's yes. */
  record Yes(String by, Instant at, String reason) {}

  /**
   * How a change ended.
   *
   * @param by who ended it, or null if nobody did
   * @param reason why
   */
  record End(Instant at, @Nullable String by, @Nullable String reason) {}
}
