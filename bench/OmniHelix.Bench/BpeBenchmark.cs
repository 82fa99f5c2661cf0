using System.Globalization;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Bench;

/// <summary>
/// Training of byte-pair encoding: a generated genome in pieces of 512 bases, beside SentencePiece's trainer where it is installed, and
/// unbroken ones of up to 100 million bases.
/// </summary>
internal static class BpeBenchmark
{
    private const int Piece = 512;

    public static void Run()
    {
        var genome = SyntheticGenome.Create(100_000_000);
        Measure("5 Mbp in pieces of 512, 4,096 tokens", genome[..5_000_000], Piece, 4096);
        SentencePiecePeer.Train("bpe", genome[..5_000_000].Chunk(Piece).Select(piece => new string(piece)), 4096);
        Measure("5 Mbp unbroken, 4,096 tokens", genome[..5_000_000], int.MaxValue, 4096);
        Measure("100 Mbp unbroken, 32,000 tokens", genome, int.MaxValue, 32_000);
    }

    private static void Measure(string what, string genome, int piece, int tokens)
    {
        var threads = Environment.ProcessorCount;
        BpeTraining? training = null;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        var memory = Memory.Peak(() => training = Train(genome, piece, tokens, threads));
        var wall = Machine.Best(1, () => Train(genome, piece, tokens, threads));
        var cpu = CpuTime.Least(() => CpuTime.Process, () => Train(genome, piece, tokens, threads));
        var one = CpuTime.Least(() => CpuTime.Process, () => Train(genome, piece, tokens, 1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"bpe: {what}: {wall:0.00} s on {threads} threads, processor time {cpu:0.00} s, on one thread {one:0.00} s, "
            + $"{memory >> 20} MiB; {training!.Vocabulary.Count} tokens, {(double)training.Characters / training.Tokens:0.00} bases each"));
    }

    private static BpeTraining Train(string genome, int piece, int tokens, int threads)
    {
        var words = new WordCounts();
        for (var at = 0; at < genome.Length; at += Math.Min(piece, genome.Length - at))
            words.Add(genome.AsSpan(at, Math.Min(piece, genome.Length - at)));
        return BpeTrainer.Train(words, new BpeTrainerOptions { VocabularySize = tokens, Threads = threads });
    }
}
