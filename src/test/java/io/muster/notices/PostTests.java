package io.muster.notices;

import static io.muster.notices.NoticeStage.notice;
import static org.assertj.core.api.Assertions.assertThat;

import io.muster.notices.NoticeDesk.Audience;
import io.muster.notices.NoticeDesk.Found;
import io.muster.notices.NoticeStage.Played;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostTests {
  private static final String ABOUT = "notices.mail";

  private final NoticeStage stage = new NoticeStage();
  private final Played channel = new Played();

  private void keep(String... subjects) {
    for (var subject : subjects) {
      stage
          .desk(NoticeStage.settings())
          .tellAll(
              List.of(new Found(subject, notice(subject))),
              new Audience(Set.of("approver"), null),
              count -> notice("many"));
    }
    stage.jdbc.sql("delete from muster_notice where channel <> 'mail'").update();
  }

  @Test
  void sendsWhatAnEarlierStartOfTheServiceKeptAndOnce() {
    keep("x", "y");
    stage.post().deliver(channel);
    stage.post().deliver(channel);
    assertThat(channel.got).containsExactly("both@example.com: x", "both@example.com: y");
    assertThat(stage.states()).containsOnly("SENT");
  }

  @Test
  void aNodeLeavesAloneWhatAnotherHasInHandUntilThatCountsAsDead() {
    keep("x");
    assertThat(stage.store.take("mail", NoticeStage.NINE, Post.LEASE)).isPresent();
    stage.clock.advance(Post.LEASE.minusMillis(1));
    stage.post().deliver(channel);
    assertThat(channel.got).isEmpty();
    stage.clock.advance(Duration.ofMillis(1));
    stage.post().deliver(channel);
    assertThat(channel.got).hasSize(1);
  }

  @Test
  void triesAgainEverLaterThenGivesUpAndSaysSo() {
    keep("x");
    for (var wait : Post.LADDER) {
      channel.failures.add(NotSent.forNow("down"));
      stage.post().deliver(channel);
      assertThat(stage.states()).containsExactly("WAITING");
      stage.clock.advance(wait.minusMillis(1));
      stage.post().deliver(channel);
      assertThat(channel.failures).as("not before %s", wait).isEmpty();
      assertThat(channel.got).isEmpty();
      stage.clock.advance(Duration.ofMillis(1));
    }
    channel.failures.add(NotSent.forNow("still down"));
    stage.post().deliver(channel);
    assertThat(stage.states()).containsExactly("GIVEN_UP");
    assertThat(stage.asked.get(ABOUT)).contains("still down");
    stage.clock.advance(Duration.ofDays(1));
    stage.post().deliver(channel);
    assertThat(channel.got).isEmpty();
    assertThat(stage.asked).as("a day after the last failure").isEmpty();
  }

  @Test
  void asksOperatorsAtTheThirdFailureOnceADayAndStopsWhenItWorks() {
    keep("x");
    for (var failure = 1; failure <= Post.FAILURES_UNTIL_ALARM; failure++) {
      assertThat(stage.asked).as("before failure %d", failure).isEmpty();
      channel.failures.add(NotSent.forNow("down"));
      stage.post().deliver(channel);
      stage.clock.advance(Post.LADDER.get(failure - 1));
    }
    assertThat(stage.asked).containsOnlyKeys(ABOUT);
    stage.asked.clear(); // somebody closed the question
    channel.failures.add(NotSent.forNow("down"));
    stage.post().deliver(channel);
    assertThat(stage.raised).hasSize(1);
    stage.clock.advance(Post.LADDER.get(3));
    stage.post().deliver(channel);
    assertThat(channel.got).hasSize(1);
    assertThat(stage.asked).isEmpty();
  }

  @Test
  void whatIsRefusedForGoodIsGivenUpAtOnceAndHoldsUpNothingElse() {
    keep("x", "y");
    channel.failures.add(NotSent.forGood("no such address"));
    stage.post().deliver(channel);
    assertThat(stage.states()).containsExactly("GIVEN_UP", "SENT");
    assertThat(stage.asked.get(ABOUT)).contains("no such address");
  }

  @Test
  void aFailureThatPassesEndsTheRoundAsTheNextWouldWaitForTheSameServer() {
    keep("x", "y");
    channel.failures.add(NotSent.forNow("down"));
    stage.post().deliver(channel);
    assertThat(channel.got).isEmpty();
    stage.post().deliver(channel);
    assertThat(channel.got).containsExactly("both@example.com: y");
  }

  @Test
  void theWholeChannelWaitsAsLongAsItAsksFor() {
    keep("x", "y");
    var until = NoticeStage.NINE.plus(Duration.ofMinutes(30));
    channel.failures.add(NotSent.until("429", until));
    stage.post().deliver(channel);
    stage.clock.set(until.minusMillis(1));
    stage.post().deliver(channel);
    assertThat(channel.got).isEmpty();
    stage.clock.set(until);
    stage.post().deliver(channel);
    assertThat(channel.got).hasSize(2);
  }

  @Test
  void aTryThatKillsTheServiceIsNotMadeForEver() {
    keep("x");
    for (var attempt = 0; attempt <= Post.LADDER.size(); attempt++) {
      assertThat(stage.store.take("mail", stage.clock.instant(), Post.LEASE)).isPresent();
      stage.clock.advance(Post.LEASE);
    }
    stage.post().deliver(channel);
    assertThat(channel.got).isEmpty();
    assertThat(stage.states()).containsExactly("GIVEN_UP");
  }

  @Test
  void anAnswerThatComesTooLateChangesNothing() {
    keep("x");
    var slow = stage.store.take("mail", NoticeStage.NINE, Post.LEASE).orElseThrow();
    stage.clock.advance(Post.LEASE);
    stage.post().deliver(channel);
    stage.store.again(slow, "late", NoticeStage.NINE);
    stage.store.giveUp(slow, "late", NoticeStage.NINE);
    assertThat(stage.states()).containsExactly("SENT");
  }
}
