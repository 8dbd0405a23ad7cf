package io.muster.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.lifecycle.ProcessTest;
import io.muster.remote.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.digest.Sha512HashDigest;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** How passwords are chosen, kept and recovered, and what too many wrong ones lead to. */
@ProcessTest
class PasswordsTests {
  private static final String RIGHT = "correct horse battery";

  @LocalServerPort private int port;
  @Autowired private IdentityService identity;
  @Autowired private JdbcClient jdbc;
  @Autowired private SignInThrottle throttle;
  @Autowired private ObjectProvider<AccountChanges> changes;
  @Autowired private java.time.Clock clock;
  @Autowired private TransactionTemplate transaction;

  @ParameterizedTest
  @CsvSource({
    "a,                   false",
    "elevenchars,         false",
    "twelve chars,        true",
    "my name is grumpy99, false",
    "GRUMPY99 and more,   false",
  })
  void aPasswordIsLongEnoughAndNotAboutItsOwner(String password, boolean taken) {
    var user = identity.newUser("grumpy99");
    user.setPassword(password);
    if (taken) {
      assertThatCode(() -> identity.saveUser(user)).doesNotThrowAnyException();
      identity.deleteUser("grumpy99");
    } else {
      assertThatThrownBy(() -> identity.saveUser(user))
          .hasMessageContaining("policy")
          .hasMessageNotContaining(password.length() > 1 ? password : "\0");
    }
  }

  @Test
  void aNameOfFourLettersIsNotInAPasswordAndAShorterOneMayBe() {
    var rule = new NotAboutTheOwner();
    var owner = new org.camunda.bpm.engine.impl.persistence.entity.UserEntity();
    owner.setId("u1");
    owner.setFirstName("Ada");
    assertThat(rule.execute("adamant as ever", owner)).isTrue();
    owner.setFirstName("Adam");
    assertThat(rule.execute("adamant as ever", owner)).isFalse();
    owner.setFirstName(null);
    owner.setEmail("x@y.z");
    assertThat(rule.execute("my mail is X@Y.Z", owner)).isFalse();
  }

  @Test
  void passwordsAreKeptAsSlowHashesAndOldOnesStillWork() {
    make("kept");
    assertThat(hash("kept")).startsWith("{PBKDF2-SHA512-210000}");
    var salt = "0123456789abcdef";
    jdbc.sql("update act_id_user set pwd_ = ?, salt_ = ? where id_ = 'kept'")
        .params(
            "{SHA-512}" + new Sha512HashDigest().encrypt(EncryptionUtil.saltPassword(RIGHT, salt)),
            salt)
        .update();
    assertThat(identity.checkPassword("kept", RIGHT)).isTrue();
    assertThat(identity.checkPassword("kept", RIGHT + "x")).isFalse();
  }

  @Test
  void aHashIsSaltedAndRememberedOnlyForTheRightPassword() {
    var hash = new SlowHash();
    var kept = hash.encrypt(RIGHT);
    assertThat(hash.encrypt(RIGHT)).isNotEqualTo(kept);
    assertThat(hash.check("wrong", kept)).isFalse();
    assertThat(hash.check(RIGHT, kept)).isTrue();
    assertThat(hash.check(RIGHT, kept)).isTrue();
    assertThat(hash.check("wrong", kept)).isFalse();
  }

  @Test
  void tenWrongPasswordsLockNobodyForGood() throws Exception {
    make("guessedat");
    for (int guess = 0; guess < 12; guess++) {
      assertThat(signIn("guessedat", "wrong" + guess)).isEqualTo(401);
    }
    assertThat(signIn("guessedat", RIGHT)).as("during the wait").isEqualTo(401);
    assertThat(throttle.mayTry("guessedat", "192.0.2.7")).as("from elsewhere").isTrue();
    assertThat(
            jdbc.sql("select attempts_ from act_id_user where id_ = 'guessedat'")
                .query(Integer.class)
                .optional()
                .orElse(0))
        .as("what the engine would lock the account by")
        .isZero();
    ((io.muster.testing.MovableClock) clock).advance(SignInThrottle.FIRST_WAIT);
    assertThat(signIn("guessedat", RIGHT)).isEqualTo(200);
  }

  @Test
  void anAdministratorIsRecoveredOncePerPassword() {
    make("chief");
    for (int wrong = 0; wrong < 3; wrong++) {
      throttle.mayTry("chief", "192.0.2.9");
    }
    var recovery = recovery("chief", "the way back in again");
    perform(recovery);
    assertThat(identity.checkPassword("chief", "the way back in again")).isTrue();
    assertThat(throttle.mayTry("chief", "192.0.2.9")).isTrue();
    assertThat(identity.createUserQuery().userId("chief").memberOfGroup("administrator").count())
        .isEqualTo(1);
    assertThat(jdbc.sql("select account || hash from muster_recovery").query(String.class).list())
        .singleElement()
        .asString()
        .startsWith("chief")
        .doesNotContain("the way back");

    var user = identity.createUserQuery().userId("chief").singleResult();
    user.setPassword("changed after that");
    identity.saveUser(user);
    perform(recovery);
    assertThat(identity.checkPassword("chief", "changed after that"))
        .as("the setting was left in place")
        .isTrue();
    perform(recovery("chief", "another way back in"));
    assertThat(identity.checkPassword("chief", "another way back in")).isTrue();
    identity.deleteUser("chief");
  }

  @Test
  void recoveryMakesAnAccountThatIsGoneAndDoesNothingUnlessAsked() {
    perform(
        new Recovery(
            new RecoveryProperties("gone", null), identity, throttle, changes, jdbc, clock));
    assertThat(identity.createUserQuery().userId("gone").count()).isZero();
    perform(recovery("gone", "the way back in for gone's"));
    assertThat(identity.createUserQuery().userId("gone").memberOfGroup("administrator").count())
        .isEqualTo(1);
    identity.deleteUser("gone");
  }

  @Test
  void aRecoveryPasswordIsHeldAgainstTheRules() {
    assertThatThrownBy(
            () -> new RecoveryProperties("chief", new Secret("elevenchars")).demandPassword())
        .isInstanceOf(MissingSecret.class)
        .hasMessageContaining("muster.recovery.password")
        .hasMessageNotContaining("elevenchars");
    assertThatThrownBy(
            () -> new RecoveryProperties("chief", new Secret("ChiefCHIEFchief")).demandPassword())
        .isInstanceOf(MissingSecret.class);
    assertThat(new RecoveryProperties("chief", new Secret("twelve chars")).demandPassword())
        .isEqualTo("twelve chars");
  }

  private Recovery recovery(String user, String password) {
    return new Recovery(
        new RecoveryProperties(user, new Secret(password)),
        identity,
        throttle,
        changes,
        jdbc,
        clock);
  }

  private void perform(Recovery recovery) {
    transaction.executeWithoutResult(status -> recovery.perform());
  }

  private void make(String id) {
    var user = identity.newUser(id);
    user.setPassword(RIGHT);
    identity.saveUser(user);
  }

  private String hash(String id) {
    return jdbc.sql("select pwd_ from act_id_user where id_ = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  private int signIn(String user, String password) throws Exception {
    var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/engine-rest/engine"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
