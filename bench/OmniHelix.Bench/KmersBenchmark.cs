using System.Globalization;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Bench;

/// <summary>
/// Letters and k-mers of DNA on one core (processor time), ids and spans, in pieces of 1 kb and all at once, against a copy of the letters.
/// </summary>
internal static class KmersBenchmark
{
    private const int Letters = 20_000_000;

    private static readonly (string Name, OmniTokenizer Tokenizer)[] Tokenizers =
    [
        ("nucleotides, OmniGenome", OmniTokenizer.OmniGenome()),
        ("nucleotides, multimolecule", GenomicTokenizers.Dna()),
        ("3-mers, multimolecule", GenomicTokenizers.Dna(3)),
        ("6-mers, multimolecule", GenomicTokenizers.Dna(6)),
        ("6-mers, DNABERT", GenomicTokenizers.Dnabert()),
        ("codons, multimolecule", GenomicTokenizers.Dna(codons: true)),
        ("bytes, Evo", GenomicTokenizers.Bytes()),
        ("one-hot ids", GenomicTokenizers.OneHotBases()),
    ];

    public static void Run()
    {
        var random = new Xoshiro256(11);
        var text = new char[Letters];
        for (var i = 0; i < text.Length; i++) text[i] = "ACGT"[random.Next(4)];
        var copy = new char[Letters];
        Print("copy", "whole", CpuTime.Least(() => CpuTime.Thread, () => text.CopyTo(copy, 0)));
        var tokens = new TokenBuffer();
        foreach (var (name, tokenizer) in Tokenizers)
            foreach (var (pieces, length) in new[] { ("pieces of 1,002", 1002), ("whole", Letters / 3 * 3) })
                Print(name, pieces, CpuTime.Least(() => CpuTime.Thread, () => Encode(tokenizer, text, length, tokens)));
    }

    private static void Encode(OmniTokenizer tokenizer, char[] text, int length, TokenBuffer tokens)
    {
        for (var start = 0; start + length <= text.Length; start += length)
        {
            tokens.Clear();
            tokenizer.EncodeContent(text.AsSpan(start, length), tokens);
        }
    }

    private static void Print(string name, string pieces, double seconds) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"kmers: {name}, {pieces}: {Letters / seconds * 1e-6:0} MB/s"));
}
