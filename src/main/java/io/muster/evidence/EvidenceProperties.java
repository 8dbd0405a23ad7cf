package io.muster.evidence;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What evidence is signed with.
 *
 * @param signingKey the file with the private key: Ed25519, PEM in PKCS #8, as {@code openssl
 *     genpkey -algorithm ed25519} writes it, the same on every node; default none, and then
 *     evidence is chained but not signed
 * @param earlierKeys a file with the public keys of before, PEM, several one after the other, so
 *     that what they signed can still be checked; default none
 */
@ConfigurationProperties("muster.evidence")
record EvidenceProperties(@Nullable Path signingKey, @Nullable Path earlierKeys) {}
