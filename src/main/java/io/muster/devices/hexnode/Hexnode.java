package io.muster.devices.hexnode;

import io.muster.devices.hexnode.HexnodeApi.Page;
import io.muster.devices.hexnode.HexnodeProperties.Family;
import io.muster.devices.hexnode.JdbcCommonOrders.Wish;
import io.muster.ledger.CaseRef;
import io.muster.ledger.EffectTarget;
import io.muster.ledger.Ledger;
import io.muster.remote.RemoteFailure;
import io.muster.remote.RemoteFailure.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** One connection to Hexnode: reads whole lists, and writes with an entry in the ledger. */
final class Hexnode {
  static final int MOST_PAGES = 1000;

  private final HexnodeApi api;
  private final HexnodeProperties properties;
  private final HexnodeLimits limits;
  private final Ledger ledger;
  private Runnable makeWay = () -> {};

  Hexnode(HexnodeApi api, HexnodeProperties properties, HexnodeLimits limits, Ledger ledger) {
    this.api = api;
    this.properties = properties;
    this.limits = limits;
    this.ledger = ledger;
  }

  /**
   * The same connection, asking before each call whether somebody else goes first.
   *
   * @param asking throws if so
   */
  Hexnode makingWay(Runnable asking) {
    var polite = new Hexnode(api, properties, limits, ledger);
    polite.makeWay = asking;
    return polite;
  }

  HexnodeProperties properties() {
    return properties;
  }

  HexnodeLimits limits() {
    return limits;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Reads one thing; empty if it is not there. */
  <T> Optional<T> find(Function<HexnodeApi, @Nullable T> question) {
    makeWay.run();
    try {
      var answer = question.apply(api);
      if (answer == null) {
        // nothing was said, which is not the same as that nothing is there
        throw Unavailable.turnedAway("Hexnode's answer is empty.", null, null);
      }
      return Optional.of(answer);
    } catch (HttpClientErrorException.NotFound gone) {
      return Optional.empty();
    } catch (RestClientException unreadable) {
      throw Unavailable.turnedAway("Hexnode's answer cannot be read.", unreadable, null);
    }
  }

  /**
   * Reads one thing by its number; empty if it is not there.
   *
   * @param what what it is, for people
   * @param idIn the number in the answer, or 0 if it shows none
   * @throws Unavailable if the answer is about another, which tells nothing of this one
   */
  <T> Optional<T> findThe(
      String what, long id, Function<HexnodeApi, @Nullable T> question, ToLongFunction<T> idIn) {
    var answer = find(question);
    answer.ifPresent(
        shown -> {
          var other = idIn.applyAsLong(shown);
          if (other != id) {
            throw Unavailable.turnedAway(
                "Hexnode was asked for %s %d and answered %s. Nothing follows from that; see the %s in the portal."
                    .formatted(
                        what,
                        id,
                        other == 0 ? "without saying about which" : "about " + other,
                        what),
                null,
                null);
          }
        });
    return answer;
  }

  /** Reads a list to its end; empty if what it belongs to is not there. */
  <T> Optional<List<T>> findAll(PageQuestion<T> question) {
    var all = new ArrayList<T>();
    for (int number = 1; number <= MOST_PAGES; number++) {
      var page = page(question, number);
      if (page.isEmpty() && number == 1) {
        return Optional.empty();
      }
      // a page that is gone meanwhile means that the list has become shorter
      page.map(Page::results).ifPresent(all::addAll);
      // pages are counted and links not followed, so the key never goes where a link says
      if (page.map(Page::next).isEmpty()) {
        return Optional.of(all);
      }
    }
    throw endless();
  }

  /** The failure of a list that goes on and on. */
  static RemoteFailure.Misconfigured endless() {
    return new RemoteFailure.Misconfigured(
        "Hexnode's list has no end after %d pages. Check muster.hexnode.url."
            .formatted(MOST_PAGES));
  }

  /** The failure of a list that is not there although it should always be. */
  static RemoteFailure.Misconfigured noSuchList() {
    return new RemoteFailure.Misconfigured("Hexnode has no such list. Check muster.hexnode.url.");
  }

  /** Reads one page of a list; empty if there is no such page. */
  <T> Optional<Page<T>> page(PageQuestion<T> question, int number) {
    return find(api -> question.ask(api, number, properties.pageSize()));
  }

  /** Reads a list that is always there. */
  <T> List<T> all(PageQuestion<T> question) {
    return findAll(question).orElseThrow(Hexnode::noSuchList);
  }

  /**
   * Makes one writing call, with an entry in the ledger for each of its targets.
   *
   * @param action what the ledger calls it
   */
  <T> T perform(String action, List<String> targets, Function<HexnodeApi, T> call) {
    makeWay.run();
    var behalf = CaseRef.current();
    var all = targets.stream().map(target -> new EffectTarget(behalf, target)).toList();
    return ledger.perform(properties.connection(), action, all, () -> sent(call));
  }

  /** Makes one writing call for several cases, with an entry in the ledger for each of them. */
  <T> T performFor(String action, List<Wish> wishes, Function<HexnodeApi, T> call) {
    var all =
        wishes.stream()
            .map(wish -> new EffectTarget(wish.behalf(), wish.device().toString()))
            .toList();
    return ledger.perform(properties.connection(), action, all, () -> sent(call));
  }

  private <T> T sent(Function<HexnodeApi, T> call) {
    try {
      return call.apply(api);
    } catch (RestClientException unreadable) {
      throw Unavailable.answerLost("Hexnode's answer cannot be read.", unreadable);
    }
  }

  /** The body as this portal wants it for such calls. */
  Object body(Family family, Object body) {
    return properties.wrapInArray().contains(family) ? List.of(body) : body;
  }

  /** Asks for one page of a list. */
  interface PageQuestion<T> {
    /** Asks for the page of this number, from 1 on. */
    Page<T> ask(HexnodeApi api, int page, int perPage);
  }
}
