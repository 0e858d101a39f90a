package dev.muster.backup.s3;

import dev.muster.backup.objects.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A bucket of a store that speaks S3's protocol. Requests are repeated by the SDK where that makes sense. */
final class S3ObjectStore implements ObjectStore {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client client;
    private final String bucket;

    S3ObjectStore(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public List<String> list(String prefix) throws IOException {
        return asked(
                prefix,
                () -> client
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket).prefix(prefix).delimiter("/"))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList());
    }

    @Override
    public List<String> listUploads(String prefix) throws IOException {
        return uploads(prefix).stream()
                .map(MultipartUpload::key)
                .filter(key -> key.indexOf('/', prefix.length()) < 0)
                .distinct()
                .toList();
    }

    private List<MultipartUpload> uploads(String prefix) throws IOException {
        return asked(
                prefix,
                () ->
                        client
                                .listMultipartUploadsPaginator(
                                        request -> request.bucket(bucket).prefix(prefix))
                                .uploads()
                                .stream()
                                .toList());
    }

    @Override
    public long size(String key) throws IOException {
        try {
            return client.headObject(request -> request.bucket(bucket).key(key)).contentLength();
        } catch (AwsServiceException e) {
            if (e.statusCode() == NOT_FOUND) {
                return -1;
            }
            throw failed(key, e);
        } catch (SdkException e) {
            throw failed(key, e);
        }
    }

    @Override
    public byte[] read(String key, long position, int length) throws IOException {
        ResponseBytes<GetObjectResponse> answer = asked(
                key,
                () -> client.getObjectAsBytes(request ->
                        request.bucket(bucket).key(key).range("bytes=" + position + "-" + (position + length - 1))));
        return answer.asByteArrayUnsafe();
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
        asked(key, () -> client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content)));
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) throws IOException {
        try {
            client.putObject(
                    request -> request.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(content));
            return true;
        } catch (AwsServiceException e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
                return false;
            }
            throw failed(key, e);
        } catch (SdkException e) {
            throw failed(key, e);
        }
    }

    @Override
    public Upload upload(String key) throws IOException {
        String id = asked(
                key,
                () -> client.createMultipartUpload(
                                request -> request.bucket(bucket).key(key))
                        .uploadId());
        return new Parts(key, id);
    }

    @Override
    public Upload resume(String key, String state) throws IOException {
        List<String> lines = state.lines().toList();
        Parts resumed = new Parts(key, lines.get(0));
        lines.stream().skip(1).forEach(resumed::addAgain);
        return resumed.areThere() ? resumed : null;
    }

    @Override
    public void abortUploads(String key) throws IOException {
        for (MultipartUpload upload : uploads(key)) {
            if (upload.key().equals(key)) {
                asked(
                        key,
                        () -> client.abortMultipartUpload(
                                request -> request.bucket(bucket).key(key).uploadId(upload.uploadId())));
            }
        }
    }

    @Override
    public void delete(String key) throws IOException {
        asked(key, () -> client.deleteObject(request -> request.bucket(bucket).key(key)));
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Parts implements Upload {
        private final String key;
        private final String id;
        private final List<CompletedPart> parts = new ArrayList<>();

        Parts(String key, String id) {
            this.key = key;
            this.id = id;
        }

        @Override
        public void part(ByteBuffer bytes) throws IOException {
            int number = parts.size() + 1;
            UploadPartResponse answer = asked(
                    key,
                    () -> client.uploadPart(
                            request ->
                                    request.bucket(bucket).key(key).uploadId(id).partNumber(number),
                            RequestBody.fromRemainingByteBuffer(bytes)));
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(answer.eTag())
                    .checksumCRC32(answer.checksumCRC32())
                    .build());
        }

        /** The upload's id, and a line for each part: its tag, and what its checksum is if the store told. */
        @Override
        public String state() {
            StringBuilder state = new StringBuilder(id);
            for (CompletedPart part : parts) {
                String checksum = part.checksumCRC32() == null ? "" : " " + part.checksumCRC32();
                state.append('\n').append(part.eTag()).append(checksum);
            }
            return state.toString();
        }

        private void addAgain(String line) {
            String[] words = line.split(" ");
            parts.add(CompletedPart.builder()
                    .partNumber(parts.size() + 1)
                    .eTag(words[0])
                    .checksumCRC32(words.length > 1 ? words[1] : null)
                    .build());
        }

        /** Whether the store has just these, and maybe later ones, which are replaced. */
        private boolean areThere() throws IOException {
            List<String> tags;
            try {
                tags =
                        client
                                .listPartsPaginator(request ->
                                        request.bucket(bucket).key(key).uploadId(id))
                                .parts()
                                .stream()
                                .map(Part::eTag)
                                .toList();
            } catch (AwsServiceException e) {
                if (e.statusCode() == NOT_FOUND) {
                    return false;
                }
                throw failed(key, e);
            } catch (SdkException e) {
                throw failed(key, e);
            }
            return tags.size() >= parts.size()
                    && tags.subList(0, parts.size())
                            .equals(parts.stream().map(CompletedPart::eTag).toList());
        }

        @Override
        public void complete() throws IOException {
            asked(
                    key,
                    () -> client.completeMultipartUpload(request ->
                            request.bucket(bucket).key(key).uploadId(id).multipartUpload(all -> all.parts(parts))));
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask();
    }

    private <T> T asked(String key, Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (SdkException e) {
            throw failed(key, e);
        }
    }

    private IOException failed(String key, SdkException cause) {
        return new IOException("s3://" + bucket + "/" + key + ": " + reason(cause), cause);
    }

    private String reason(SdkException cause) {
        if (cause instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            String code = answer.awsErrorDetails().errorCode();
            if ("NoSuchBucket".equals(code)) {
                return "there is no bucket '" + bucket + "'";
            }
            return code + ": " + answer.awsErrorDetails().errorMessage();
        }
        return brief(cause);
    }

    /** Without the list of all places where the SDK looked for what it did not find. */
    static String brief(SdkException cause) {
        return String.valueOf(cause.getMessage()).replaceFirst("(?s) (from|for) any of the providers.*", "");
    }
}
