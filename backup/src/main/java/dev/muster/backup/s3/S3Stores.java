package dev.muster.backup.s3;

import dev.muster.backup.BackupError;
import dev.muster.backup.objects.ObjectStore;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Opens {@code s3://} buckets as environment variables say that other tools honour, too: {@code AWS_ENDPOINT_URL_S3} or {@code
 * AWS_ENDPOINT_URL} for another store than Amazon's, {@code AWS_REGION}, {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY},
 * {@code AWS_SESSION_TOKEN}. What they do not say is looked for where the AWS SDK looks: profile files, and the metadata
 * service of the machine.
 */
public final class S3Stores implements ObjectStore.Opener {
    private static final String SCHEME = "s3";

    private final Map<String, String> environment;

    public S3Stores(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public ObjectStore open(String scheme, String bucket) {
        if (!scheme.equals(SCHEME)) {
            throw BackupError.NOT_SUPPORTED.with(scheme + ":// addresses; name a local path or s3://bucket/prefix");
        }
        if (bucket.isEmpty()) {
            throw BackupError.NO_BUCKET.with();
        }
        try {
            return new S3ObjectStore(client(), bucket);
        } catch (SdkClientException e) {
            throw BackupError.S3_UNCONFIGURED.because(e, bucket, S3ObjectStore.brief(e));
        }
    }

    private S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(credentials());
        String endpoint = environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.get("AWS_ENDPOINT_URL"));
        String region = environment.getOrDefault("AWS_REGION", environment.get("AWS_DEFAULT_REGION"));
        if (endpoint != null) {
            // Other stores rarely have a host name for each bucket, and give no meaning to the region.
            builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true).region(Region.US_EAST_1);
        }
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder.build();
    }

    private AwsCredentialsProvider credentials() {
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String token = environment.get("AWS_SESSION_TOKEN");
        AwsCredentials credentials = token == null
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, token);
        return StaticCredentialsProvider.create(credentials);
    }
}
