package dev.muster.runtime.real.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A private key as PEM files have it: PKCS#8 (RFC 5958, RFC 7468 10 and 11), encrypted or not. */
final class PrivateKeyFile {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private PrivateKeyFile() {}

    /** Throws {@link IllegalArgumentException} or {@link GeneralSecurityException} if there is no such key. */
    static PrivateKey read(byte[] file, String password) throws GeneralSecurityException {
        Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!pem.find()) {
            throw new IllegalArgumentException("there is no '-----BEGIN PRIVATE KEY-----' in it");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2).strip());
        if (pem.group(1) == null) {
            return key(new PKCS8EncodedKeySpec(encoded));
        } else if (password == null) {
            throw new InvalidKeyException("it is encrypted, and no password is given");
        }
        return key(decrypted(encoded, password));
    }

    private static PKCS8EncodedKeySpec decrypted(byte[] encoded, String password) throws GeneralSecurityException {
        try {
            EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(encoded);
            // For PBES2 the parameters name the whole scheme, and the name of the algorithm says less.
            String scheme = encrypted.getAlgName().equals("PBES2")
                    ? encrypted.getAlgParameters().toString()
                    : encrypted.getAlgName();
            Cipher cipher = Cipher.getInstance(scheme);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray())),
                    encrypted.getAlgParameters());
            return encrypted.getKeySpec(cipher);
        } catch (IOException e) {
            throw new InvalidKeyException("it is no encrypted PKCS#8", e);
        } catch (GeneralSecurityException e) {
            throw new InvalidKeyException("the password does not open it", e);
        }
    }

    private static PrivateKey key(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // Then it may be a key of the next kind.
            }
        }
        throw new InvalidKeyException("it is neither an RSA, an EC nor an EdDSA key");
    }
}
