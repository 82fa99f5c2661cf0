using System.Globalization;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Bench;

/// <summary>
/// Encoding of 10 million bases in pieces of 1,000 with tokenizers that were learned before: byte pair encoding, Unigram, and the
/// nucleotides of OmniGenome; beside Hugging Face's encoder, through its .NET package.
/// </summary>
internal static class TokenizeBenchmark
{
    private const int Piece = 1000;

    public static void Run()
    {
        var genome = SyntheticGenome.Create(10_000_000);
        string[] pieces = [.. genome.Chunk(Piece).Select(piece => new string(piece))];
        Measure("nucleotides of OmniGenome", OmniTokenizer.OmniGenome(), null, pieces);
        foreach (var (model, size) in new[] { (TokenModel.Bpe, 4096), (TokenModel.Unigram, 8000), (TokenModel.Unigram, 22_751) })
        {
            var options = new TokenizerTrainingOptions { Model = model, VocabularySize = size, BreakSize = 512 };
            var training = new TokenizerTraining(options);
            training.Add(genome.AsSpan(0, 2_000_000));
            var trained = training.Train();
            Measure($"{model} {trained.Found}", trained.Tokenizer, trained.Json, pieces);
        }
    }

    private static void Measure(string what, OmniTokenizer tokenizer, string? json, string[] pieces)
    {
        var tokens = new TokenBuffer();
        var count = 0L;
        var one = CpuTime.Least(() => CpuTime.Thread, () => count = Encode(tokenizer, pieces, tokens));
        var all = Machine.Best(2, () => tokenizer.TokenizeBatch(pieces, new TokenizeOptions { AddSpecialTokens = false }));
        var bases = pieces.Sum(piece => (long)piece.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"tokenize: {what}: {bases / one / 1e6:0.0} Mb/s of processor time, {bases / all / 1e6:0.0} Mb/s as a batch on "
            + $"{Environment.ProcessorCount}; {(double)bases / count:0.00} bases a token"));
        if (json is not null) Compare(what, json, pieces, count);
    }

    private static long Encode(OmniTokenizer tokenizer, string[] pieces, TokenBuffer tokens)
    {
        var count = 0L;
        foreach (var piece in pieces)
        {
            tokens.Clear();
            tokenizer.EncodeContent(piece, tokens);
            count += tokens.Count;
        }
        return count;
    }

    private static void Compare(string what, string json, string[] pieces, long expected)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, json);
            var peer = new global::Tokenizers.DotNet.Tokenizer(file);
            var count = 0L;
            var time = CpuTime.Least(() => CpuTime.Thread, () =>
            {
                count = 0;
                foreach (var piece in pieces) count += peer.Encode(piece).Length;
            });
            var bases = pieces.Sum(piece => (long)piece.Length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"tokenize: {what}: Tokenizers.DotNet {bases / time / 1e6:0.0} Mb/s of processor time, {count} tokens (own {expected})"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
