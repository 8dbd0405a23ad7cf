package io.muster.directory.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.directory.Account;
import io.muster.directory.AccountId;
import io.muster.directory.DirectoryWorld;
import io.muster.directory.DirectoryWorld.EmployeeNumber;
import io.muster.ledger.CaseRef;
import io.muster.people.EmployeeId;
import io.muster.people.Worker;
import io.muster.remote.OutboundCallGuard;
import io.muster.remote.RemoteFailure.Refused;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the primitives of every vendor promise to the workflow that stands over them. */
public abstract class VendorAccountsContract<U extends VendorUser> {
  private static final EmployeeId ADA = new EmployeeId("E-1");
  private static final String LOGIN = "ada@example.com";
  private static final String OTHER_LOGIN = "ada.king@example.com";
  private static final String NOBODY = "00u-nobody";

  /** What happens around the directory; new for every test. */
  protected abstract DirectoryWorld world();

  /** The primitives of the same directory. */
  protected abstract VendorAccounts<U> accounts();

  @Test
  void saysWhoItIsAndWhereItWrites() {
    assertThat(accounts().connection().name()).isEqualTo(world().directory().connection());
    assertThat(accounts().connection().kind()).isEqualTo(world().directory().kind());
    assertThat(accounts().connection().settings())
        .startsWith("muster.")
        .endsWith(".connections." + accounts().connection().name());
    assertThat(accounts().attributes()).containsKey("employeeId");
  }

  @Test
  void showsNothingOfWhoIsGone() {
    assertThat(accounts().read(NOBODY)).isEmpty();
    assertThat(accounts().readDeleted(NOBODY)).isEmpty();
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    world().remove(account);
    assertThat(accounts().read(account.value())).isEmpty();
  }

  @Test
  void makesAnAccountThatSaysAllThatHrSays() {
    var user = made(ada("Engineering"));
    assertThat(user.login()).isEqualTo(LOGIN);
    assertThat(user.open()).isTrue();
    assertThat(user.deleted()).isFalse();
    assertThat(accounts().number(user)).contains(ADA.value());
    assertThat(accounts().changes(user, ada("Engineering"))).isEmpty();
    assertThat(accounts().revival(user)).isEmpty();
    assertThat(accounts().isFormer(user)).isFalse();
  }

  @Test
  void refusesAnAddressThatIsTaken() {
    world().account(LOGIN, new EmployeeNumber("E-9"));
    assertThatThrownBy(() -> wished(() -> accounts().create(ada("Engineering"))))
        .isInstanceOf(Refused.class);
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void showsWhoHasAnAddressAtOnceAndWhoBearsANumberOnceIndexed() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    assertThat(accounts().holder(LOGIN.toUpperCase(Locale.ROOT)).map(VendorUser::id))
        .contains(account.value());
    assertThat(accounts().holder("nobody@example.com")).isEmpty();
    world().timePasses();
    assertThat(ids(accounts().searchByNumber(ADA))).containsExactly(account.value());
    assertThat(accounts().searchByNumber(new EmployeeId("E-2"))).isEmpty();
    assertThat(ids(accounts().searchByMail(LOGIN))).containsExactly(account.value());
    assertThat(accounts().searchByMail("nobody@example.com")).isEmpty();
  }

  @Test
  void readsWhatASearchShowsAsItIsNow() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    world().timePasses();
    world().suspend(account);
    assertThat(accounts().searchByNumber(ADA)).extracting(VendorUser::open).containsExactly(false);
  }

  @Test
  void saysWhatIsDifferentAndWritesOnlyWhenCalled() {
    var user = made(ada("Engineering"));
    var write = accounts().changes(user, ada("Sales")).orElseThrow();
    assertThat(write.names()).hasSize(1);
    assertThat(accounts().changes(now(user), ada("Engineering"))).isEmpty();
    wish(write.call());
    assertThat(accounts().changes(now(user), ada("Sales"))).isEmpty();
    assertThat(accounts().changes(now(user), ada("Engineering"))).isPresent();
  }

  @Test
  void writesALogin() {
    var user = made(ada("Engineering"));
    wish(() -> accounts().writeLogin(user.id(), OTHER_LOGIN));
    assertThat(now(user).login()).isEqualTo(OTHER_LOGIN);
    assertThat(accounts().holder(OTHER_LOGIN).map(VendorUser::id)).contains(user.id());
  }

  @Test
  void disablesAndEnablesOnlyWhenCalled() {
    var user = shown(world().account(LOGIN, new EmployeeNumber(ADA.value())));
    var disabling = accounts().disabling(user);
    assertThat(disabling.done().test(now(user))).isFalse();
    wish(disabling.write().call());
    var disabled = now(user);
    assertThat(disabling.done().test(disabled)).isTrue();
    assertThat(disabled.open()).isFalse();
    assertThat(disabled.account(Optional.empty()).barred()).isTrue();
    assertThat(accounts().disabling(disabled).done().test(disabled)).isTrue();

    var enabling = accounts().enabling(disabled);
    assertThat(accounts().enablingActions()).contains(enabling.action());
    assertThat(now(user).open()).isFalse();
    wish(enabling.call());
    assertThat(now(user).open()).isTrue();
  }

  @Test
  void retiresAndBringsBack() {
    var user = shown(world().account(LOGIN, new EmployeeNumber(ADA.value())));
    var retiring = inCase(() -> accounts().retiring(user));
    assertThat(accounts().read(user.id()).map(retiring.done()::test)).contains(false);
    wish(retiring.write().call());
    var retired =
        accounts().read(user.id()).or(() -> accounts().readDeleted(user.id())).orElseThrow();
    assertThat(retired.status()).isEqualTo(Account.Status.RETIRED);
    assertThat(accounts().isFormer(retired)).isTrue();
    assertThat(accounts().read(user.id()).map(retiring.done()::test).orElse(true)).isTrue();

    accounts().revival(retired).ifPresent(revival -> wish(revival.call()));
    if (!now(user).open()) {
      wish(accounts().enabling(now(user)).call());
    }
    assertThat(now(user).open()).isTrue();
  }

  @Test
  void endsSessionsAndSeesNoneLeft() {
    var user = shown(world().account(LOGIN, new EmployeeNumber(ADA.value())));
    world().timePasses();
    assertThat(accounts().mayHaveSessions(user)).isTrue();
    wish(() -> accounts().endSessions(user.id()));
    assertThat(accounts().sessionsAfter(user).map(SessionsSeen::ended))
        .isNotEqualTo(Optional.of(false));
  }

  @Test
  void protectsNobodyWithoutAReason() {
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    assertThat(accounts().whyProtected(account.value())).isEmpty();
  }

  @Test
  void writesNothingWithoutAnIntent() {
    var user = shown(world().account(LOGIN, new EmployeeNumber(ADA.value())));
    for (Runnable write :
        List.<Runnable>of(
            () -> accounts().create(ada("Engineering")),
            () -> accounts().writeLogin(user.id(), OTHER_LOGIN),
            accounts().disabling(user).write().call(),
            accounts().changes(user, ada("Sales")).orElseThrow().call(),
            () -> accounts().endSessions(user.id()))) {
      assertThatThrownBy(write::run).isInstanceOf(IllegalStateException.class);
    }
    assertThat(now(user).login()).isEqualTo(LOGIN);
    assertThat(now(user).open()).isTrue();
    assertThat(world().size()).isEqualTo(1);
  }

  @Test
  void callsNobodyWithoutAnId() {
    assertThatThrownBy(() -> accounts().read("")).isInstanceOf(IllegalArgumentException.class);
    var account = world().account(LOGIN, new EmployeeNumber(ADA.value()));
    for (Runnable write :
        List.<Runnable>of(
            () -> accounts().endSessions(" "), () -> accounts().writeLogin("", OTHER_LOGIN))) {
      assertThatThrownBy(() -> wish(write)).isInstanceOf(RuntimeException.class);
    }
    assertThat(shown(account).login()).isEqualTo(LOGIN);
    assertThat(accounts().holder(OTHER_LOGIN)).isEmpty();
  }

  private U made(Worker worker) {
    var id = wished(() -> accounts().create(worker));
    world().timePasses();
    return shown(new AccountId(id));
  }

  private U now(U user) {
    return shown(new AccountId(user.id()));
  }

  private U shown(AccountId account) {
    return accounts().read(account.value()).orElseThrow();
  }

  private static List<String> ids(List<? extends VendorUser> users) {
    return users.stream().map(VendorUser::id).toList();
  }

  private static void wish(Runnable write) {
    wished(
        () -> {
          write.run();
          return true;
        });
  }

  /** As the ledger would do it: with an intent that the wire lets pass. */
  private static <T> T wished(Supplier<T> write) {
    return OutboundCallGuard.withIntent(new OutboundCallGuard.Intent(), write);
  }

  private static <T> T inCase(Supplier<T> work) {
    return new CaseRef("contract", "case-1", ADA, "step").during(work);
  }

  private static Worker ada(String department) {
    return new Worker(
        ADA,
        "Ada",
        "Lovelace",
        LOGIN,
        department,
        "Analyst",
        "Berlin",
        "CC-1",
        null,
        ZoneOffset.UTC,
        LocalDate.parse("2026-03-02"),
        false);
  }
}
