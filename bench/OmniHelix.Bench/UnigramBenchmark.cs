using System.Diagnostics;
using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Bench;

/// <summary>
/// Training of Unigram vocabularies as genomeNLP calls it: the shipped promoters, proteins that are generated, and a generated genome in
/// one word, beside SentencePiece's trainer where it is installed. It counts the time of the trainer alone, once: a training is long.
/// </summary>
internal static class UnigramBenchmark
{
    public static void Run()
    {
        var promoters = Promoters();
        // The first training of a process is that of a user, compiling included.
        Measure("promoters, 32,000 tokens", promoters, 32_000);
        Measure("promoters again", promoters, 32_000);
        SentencePiecePeer.Train("unigram", promoters, 32_000);
        Measure("promoters, 8,000 tokens", promoters, 8000);
        var proteins = Proteins();
        Measure("6,868 generated proteins, 2,000 tokens", proteins, 2000);
        SentencePiecePeer.Train("unigram", proteins, 2000);
        var genome = SyntheticGenome.Create(5_000_000);
        Measure("5 Mbp unbroken, 32,000 tokens", [genome], 32_000);
        var pieces = genome.Chunk(512).Select(piece => new string(piece)).ToList();
        Measure("5 Mbp in pieces of 512, 32,000 tokens", pieces, 32_000);
        SentencePiecePeer.Train("unigram", pieces, 32_000);
    }

    /// <summary>For minutes, on a machine with 10 GB to spare.</summary>
    public static void RunLarge() => Measure("100 Mbp unbroken, 32,000 tokens", [SyntheticGenome.Create(100_000_000)], 32_000);

    private static void Measure(string what, IReadOnlyCollection<string> sequences, int tokens)
    {
        var words = new WordCounts();
        foreach (var sequence in sequences) words.Add("▁" + sequence);
        UnigramTraining? training = null;
        var options = new UnigramTrainerOptions
        {
            VocabularySize = tokens,
            SpecialTokens = ["<s>", "</s>", "<unk>", "<pad>", "<mask>"],
            UnknownToken = "<unk>",
        };
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        var (cpu, start) = (CpuTime.Process, Stopwatch.GetTimestamp());
        var memory = Memory.Peak(() => training = UnigramTrainer.Train(words, options));
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"unigram: {what}: {wall:0.00} s on {options.Threads} threads, processor time {CpuTime.Process - cpu:0.00} s, "
            + $"{memory >> 20} MiB; {training!.Steps[0].Pieces} seeds, {training.Vocabulary.Count} tokens"));
    }

    private static List<string> Promoters()
    {
        var sequences = new List<string>();
        foreach (var name in (string[])["promoter.fa.gz", "non_promoter.fa.gz"])
        {
            using var fasta = FastaReader.Open(Path.Combine(Samples.Folder, "promoter-ecoli", "fasta", name));
            while (fasta.TryRead()) sequences.Add(Encoding.ASCII.GetString(fasta.Sequence));
        }
        return sequences;
    }

    // Residues by how frequent they are in proteins, 550 in each, of which a tenth has a stretch of an earlier one.
    private static List<string> Proteins()
    {
        const string residues = "LLLLLLLLLLAAAAAAAAGGGGGGGVVVVVVVEEEEEEESSSSSSSIIIIIIKKKKKKRRRRRRDDDDDTTTTTPPPPPNNNNQQQQFFFFYYYMMHHCW";
        var random = new Xoshiro256(1);
        var proteins = new List<string>();
        while (proteins.Count < 6868)
        {
            var letters = Enumerable.Range(0, 550).Select(_ => residues[random.Next(residues.Length)]).ToArray();
            if (proteins.Count % 10 == 9) proteins[random.Next(proteins.Count)].AsSpan(100, 200).CopyTo(letters.AsSpan(300));
            proteins.Add(new string(letters));
        }
        return proteins;
    }
}
