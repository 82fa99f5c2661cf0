using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Tests.Tabix;

/// <summary>Indexes with a changed byte, every fourth of them cut too.</summary>
internal static class DamagedIndex
{
    private const int Damages = 150;

    /// <summary>
    /// Puts damaged forms in the place of an index and reads by them: every one may be refused or give lines, and enough of them are
    /// refused.
    /// </summary>
    public static void IsRefusedOrRead(string index, long seed, Action read)
    {
        var content = Bytes.ReadAll(CompressedInput.Open(index));
        var random = new Xoshiro256(seed);
        var refused = 0;
        for (var i = 0; i < Damages; i++)
        {
            var damaged = content.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (i % 4 == 0) damaged = damaged[..random.Next(damaged.Length)];
            File.WriteAllBytes(index, damaged);
            try
            {
                read();
            }
            catch (OmniException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 30, Damages);
    }
}
