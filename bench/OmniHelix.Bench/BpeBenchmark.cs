using System.Diagnostics;
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
        var genome = Genome(100_000_000);
        Measure("5 Mbp in pieces of 512, 4,096 tokens", genome[..5_000_000], Piece, 4096);
        Compare(genome[..5_000_000]);
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

    private static void Compare(string genome)
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench").FullName;
        try
        {
            var text = Path.Combine(folder, "genome.txt");
            File.WriteAllLines(text, genome.Chunk(Piece).Select(piece => new string(piece)));
            var start = Stopwatch.GetTimestamp();
            var before = CpuTime.EndedPrograms;
            using var peer = Process.Start(new ProcessStartInfo("spm_train",
            [
                $"--input={text}", $"--model_prefix={Path.Combine(folder, "m")}", "--vocab_size=4096", "--model_type=bpe",
                "--character_coverage=1", $"--num_threads={Environment.ProcessorCount}", "--minloglevel=3",
            ])
            { RedirectStandardError = true })!;
            peer.StandardError.ReadToEnd();
            peer.WaitForExit();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"bpe: the same pieces by spm_train: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.00} s, "
                + $"processor time {CpuTime.EndedPrograms - before:0.00} s"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("bpe: spm_train is not installed (Debian package sentencepiece)");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Unrelated sequence is too even for pairs to differ: what follows three bases is as uneven as in a genome, and a tenth is repeats.
    private static string Genome(int length)
    {
        var random = new Xoshiro256(1);
        var following = new double[64][];
        for (var context = 0; context < 64; context++)
        {
            var weights = Enumerable.Range(0, 4).Select(_ => 0.5 + random.NextDouble()).ToArray();
            following[context] = [.. weights.Select((_, i) => weights[..(i + 1)].Sum() / weights.Sum())];
        }
        return string.Create(length, (random, following), (bases, state) =>
        {
            var context = 0;
            for (var at = 0; at < bases.Length;)
            {
                if (at > 100_000 && state.random.Next(10_000) == 0)
                {
                    var from = state.random.Next(at - 2000);
                    var repeat = bases.Slice(from, Math.Min(1000, bases.Length - at));
                    repeat.CopyTo(bases[at..]);
                    at += repeat.Length;
                    continue;
                }
                var draw = state.random.NextDouble();
                var next = 0;
                while (next < 3 && draw > state.following[context][next]) next++;
                context = (context << 2 | next) & 63;
                bases[at++] = "ACGT"[next];
            }
        });
    }
}
