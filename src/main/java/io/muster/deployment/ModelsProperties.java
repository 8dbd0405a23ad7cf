package io.muster.deployment;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where process owners keep their diagrams, tables and forms.
 *
 * @param modelsDir a folder laid out like the shipped ones, {@code processes/<bundle>/} and {@code
 *     forms/<bundle>/}; its files take the place of shipped files of the same name, and edits go
 *     live by themselves. None by default: only what is shipped is deployed
 * @param modelsPoll between two looks at the folder; default 1 second
 */
@ConfigurationProperties("muster")
record ModelsProperties(@Nullable Path modelsDir, @DefaultValue("1s") Duration modelsPoll) {}
