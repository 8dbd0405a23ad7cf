package io.muster.directory.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.muster.people.EmployeeId;
import io.muster.remote.RemoteFailure.Misconfigured;
import io.muster.remote.RemoteFailure.Unavailable;
import io.muster.simulator.okta.OktaOptions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Okta as a service app: signed by its private key instead of a person's API token. */
class OktaServiceAppTests {
  private static final String APP = "0oaapp";
  private static final EmployeeId ADA = new EmployeeId("E-1");

  @ParameterizedTest
  @CsvSource({"RSA,false", "RSA,true", "EC,false"})
  void isLetInAndAsksForANewTokenBeforeTheOldOneEnds(String algorithm, boolean proves)
      throws GeneralSecurityException {
    var key = key(algorithm);
    try (var okta = okta(options(key.getPublic(), proves), key.getPrivate())) {
      assertThat(okta.directory().find(ADA)).isEmpty();
      okta.clock().advance(Duration.ofHours(2));
      assertThat(okta.directory().find(ADA)).isEmpty();
    }
  }

  @Test
  void triesAgainLaterWhereNoTokenIsGiven() throws GeneralSecurityException {
    var key = key("RSA");
    try (var okta = okta(options(key.getPublic(), false), key.getPrivate())) {
      okta.org().faults().next(1, "POST", ".*token.*").answer(500);
      assertThatThrownBy(() -> okta.directory().find(ADA)).isInstanceOf(Unavailable.class);
      assertThat(okta.directory().find(ADA)).isEmpty();
    }
  }

  @Test
  void saysThatTheKeyIsNotTheAppsOwn() throws GeneralSecurityException {
    try (var okta = okta(options(key("RSA").getPublic(), false), key("RSA").getPrivate())) {
      assertThatThrownBy(() -> okta.directory().find(ADA))
          .isInstanceOf(Misconfigured.class)
          .hasMessageContaining("private-key");
    }
  }

  private static OktaOptions options(PublicKey key, boolean proves) {
    var realistic = OktaOptions.realistic(SimulatedOkta.TOKEN);
    return proves ? realistic.withProvingServiceApp(APP, key) : realistic.withServiceApp(APP, key);
  }

  private static SimulatedOkta okta(OktaOptions options, PrivateKey key) {
    var pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    return new SimulatedOkta(options, Map.of("client-id", APP, "private-key", pem, "key-id", "k1"));
  }

  private static KeyPair key(String algorithm) throws GeneralSecurityException {
    var pairs = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      pairs.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      pairs.initialize(2048);
    }
    return pairs.generateKeyPair();
  }
}
