package io.muster.sources.sftp;

import io.muster.remote.RequiredSettings;
import io.muster.sources.csv.DropFolder;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/** Wants every server that is named to be complete, and a folder here for its files. */
final class SftpDemands implements RequiredSettings {
  @Override
  public List<String> problems(Binder settings) {
    return RequiredSettings.saidBy(
        () ->
            settings
                .bindOrCreate("muster", SftpProperties.class)
                .check(source -> DropFolder.of(settings, source)));
  }
}
