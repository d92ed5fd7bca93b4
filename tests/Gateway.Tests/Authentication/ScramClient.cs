using System.Security.Cryptography;
using System.Text;

namespace Granary.Gateway.Tests.Authentication;

/// <summary>The client's side of SCRAM-SHA-256, written from RFC 5802 alone.</summary>
internal sealed class ScramClient(string password, string nonce = "rOprNGfwEbeRWgbNEkqO")
{
    private string Bare { get; } = $"n=,r={nonce}";

    public string First => "n,," + Bare;

    public byte[] ServerSignature { get; private set; } = [];

    public string Final(string serverFirst, string binding = "biws")
    {
        var parts = serverFirst.Split(',').ToDictionary(part => part[0], part => part[2..]);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts['s']), int.Parse(parts['i']), HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        var withoutProof = $"c={binding},r={parts['r']}";
        var message = Encoding.UTF8.GetBytes($"{Bare},{serverFirst},{withoutProof}");
        var signature = HMACSHA256.HashData(SHA256.HashData(clientKey), message);
        ServerSignature = HMACSHA256.HashData(HMACSHA256.HashData(salted, "Server Key"u8), message);
        var proof = clientKey.Zip(signature, (left, right) => (byte)(left ^ right)).ToArray();
        return $"{withoutProof},p={Convert.ToBase64String(proof)}";
    }
}
