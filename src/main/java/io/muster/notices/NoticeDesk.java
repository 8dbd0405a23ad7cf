package io.muster.notices;

import io.muster.directory.PublicAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes what is to be told. The claim of its key and the notices to all recipients are one
 * transaction: told once, or not at all.
 */
@Component
class NoticeDesk {
  private final NoticesProperties properties;
  private final NoticeStore store;
  private final String console;
  private final TransactionTemplate transactions;
  private final Clock clock;

  NoticeDesk(
      NoticesProperties properties,
      PublicAddress address,
      NoticeStore store,
      PlatformTransactionManager transactions,
      Clock clock) {
    this.properties = properties;
    this.store = store;
    this.console = base(properties.consoleUrl(), address.publicUrl());
    this.transactions = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  private static String base(@Nullable URI console, @Nullable URI publicUrl) {
    var url = console == null ? publicUrl : console;
    return url == null ? "" : url.toString().replaceFirst("/+$", "");
  }

  /**
   * Something that is the case.
   *
   * @param key tells it from everything else, and is the same on every node
   */
  record Found(String key, Notice notice) {}

  /** What is told in the place of many: how many there are. */
  interface Summary {
    Notice of(int count);
  }

  /** Tells the topic's groups, unless it was told within the time in which nothing is repeated. */
  void tell(Found found) {
    tellAll(
        List.of(found),
        new Audience(properties.groupsFor(found.notice().topic()), properties.repeat()),
        count -> found.notice());
  }

  /**
   * Who is told, and when again.
   *
   * @param repeat after how long what lasts is told again, or null for never
   */
  record Audience(Collection<String> groups, @Nullable Duration repeat) {}

  /** Tells each by itself, or, if there are many at once, that there are many. */
  void tellAll(List<Found> found, Audience audience, Summary summary) {
    var recipients = recipients(audience.groups());
    if (found.isEmpty() || recipients.isEmpty()) {
      return;
    }
    var now = clock.instant();
    transactions.executeWithoutResult(
        transaction -> {
          var keys = store.claim(found.stream().map(Found::key).toList(), before(audience), now);
          var fresh = found.stream().filter(one -> keys.contains(one.key())).toList();
          if (fresh.size() > properties.oneByOne() && found.size() > 1) {
            keep(summary.of(fresh.size()), recipients, now);
          } else {
            fresh.forEach(one -> keep(one.notice(), recipients, now));
          }
        });
  }

  private @Nullable Instant before(Audience audience) {
    return audience.repeat() == null ? null : clock.instant().minus(audience.repeat());
  }

  /**
   * Tells that something is over, if it was told that it began.
   *
   * @param kind with which, and a slash, the keys of its beginnings begin
   * @param still the one that goes on, or null if none does
   */
  void over(String kind, @Nullable String still, Notice end) {
    var now = clock.instant();
    transactions.executeWithoutResult(
        transaction -> {
          if (store.over(kind, still, now) > 0) {
            keep(end, recipients(properties.groupsFor(end.topic())), now);
          }
        });
  }

  private void keep(Notice notice, Set<Recipient> recipients, Instant now) {
    recipients.forEach(recipient -> store.keep(notice, recipient, console + notice.path(), now));
  }

  /** Each once, however many groups somebody is named for. */
  private Set<Recipient> recipients(Collection<String> groups) {
    var all = new LinkedHashSet<Recipient>();
    for (var group : groups) {
      var named = properties.groups().get(group);
      if (named != null) {
        named.mail().forEach(address -> all.add(Recipient.byMail(address)));
        named.chat().forEach(channel -> all.add(Recipient.byChat(channel)));
      }
    }
    return all;
  }
}
