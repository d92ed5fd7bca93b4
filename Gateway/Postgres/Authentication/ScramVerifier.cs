using System.Security.Cryptography;
using System.Text;

namespace Granary.Gateway.Postgres.Authentication;

/// <summary>What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 section 3): enough to check it, too little to use it.</summary>
internal sealed class ScramVerifier
{
    private ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey)
    {
        Salt = salt;
        Iterations = iterations;
        StoredKey = storedKey;
        ServerKey = serverKey;
    }

    public byte[] Salt { get; }

    public int Iterations { get; }

    public byte[] StoredKey { get; }

    public byte[] ServerKey { get; }

    /// <summary>Makes the verifier of a password. As in PostgreSQL, one that isn't valid for SASLprep is taken byte for byte.</summary>
    public static ScramVerifier Create(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramVerifier(salt, iterations, SHA256.HashData(clientKey), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>A verifier that no password meets; it looks like a real one.</summary>
    public static ScramVerifier Unmeetable(byte[] salt, int iterations) =>
        new(salt, iterations, RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
}
