using System.Diagnostics;
using System.Globalization;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.SentencePieces;
using OmniHelix.Tokenizers.Tokens;
using OmniHelix.Tokenizers.Training;

namespace OmniHelix.Bench;

/// <summary>
/// Encoding with models of SentencePiece, learned from a generated genome and written by this project, beside <c>spm_encode</c>: 10 million
/// bases in pieces of 1,000, by the processor time of one thread.
/// </summary>
internal static class SentencePieceBenchmark
{
    private const int Bases = 10_000_000;
    private const int Piece = 1000;
    private const int Tokens = 4096;

    public static void Run()
    {
        var genome = SyntheticGenome.Create(Bases);
        var folder = Directory.CreateTempSubdirectory("omnihelix-bench").FullName;
        try
        {
            string[] lines = [.. genome.Chunk(Piece).Select(piece => new string(piece))];
            Measure(SentencePieceAlgorithm.Bpe, Bpe(lines), lines, folder);
            Measure(SentencePieceAlgorithm.Unigram, Unigram(lines), lines, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(SentencePieceAlgorithm algorithm, IEnumerable<SentencePiece> pieces, string[] lines, string folder)
    {
        var path = Path.Combine(folder, "bench.model");
        var model = new SentencePieceModel
        {
            Pieces = [new("<unk>", 0, SentencePieceType.Unknown), .. pieces],
            Trainer = new() { Algorithm = algorithm },
            Normalizer = new() { Name = "identity", AddDummyPrefix = false },
        };
        model.Write(path);
        var tokenizer = OmniTokenizer.FromPretrained(path);
        var tokens = new TokenBuffer();
        var seconds = CpuTime.Least(() => CpuTime.Thread, () =>
        {
            tokens.Clear();
            foreach (var line in lines) tokenizer.EncodeContent(line, tokens);
        });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"sentencepiece: {algorithm}, {Tokens} tokens: {Bases / seconds / 1e6:0.0} Mb/s, "
            + $"{(double)Bases / tokens.Count:0.00} bases a token"));
        Compare(path, lines, tokenizer);
    }

    private static void Compare(string model, string[] lines, OmniTokenizer tokenizer)
    {
        try
        {
            var ids = Encode(model, lines, out var whole);
            Encode(model, [], out var start);
            // Of ways whose sums are equal but for rounding, versions of the library take different ones.
            var equal = lines.Zip(ids, (line, peer) => string.Join(' ', tokenizer.Tokenize(line).Ids) == peer).Count(same => same);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"sentencepiece: the same by spm_encode: {Bases / (whole - start) / 1e6:0.0} Mb/s, "
                + $"{equal} of {lines.Length} pieces equal"));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("sentencepiece: spm_encode is not installed (Debian package sentencepiece)");
        }
    }

    private static string[] Encode(string model, string[] lines, out double seconds)
    {
        var input = Path.ChangeExtension(model, "txt");
        var output = Path.ChangeExtension(model, "ids");
        File.WriteAllLines(input, lines);
        var before = CpuTime.EndedPrograms;
        using var peer = Process.Start("spm_encode", [$"--model={model}", "--output_format=id", $"--input={input}", $"--output={output}"]);
        peer.WaitForExit();
        seconds = CpuTime.EndedPrograms - before;
        return File.ReadAllLines(output);
    }

    // SentencePiece merges by score, the greatest first.
    private static IEnumerable<SentencePiece> Bpe(string[] lines) =>
        BpeTrainer.Train(Words(lines), new BpeTrainerOptions { VocabularySize = Tokens }).Vocabulary
            .Select((token, rank) => new SentencePiece(token, -rank));

    private static IEnumerable<SentencePiece> Unigram(string[] lines) =>
        UnigramTrainer.Train(Words(lines[..(lines.Length / 10)]), new UnigramTrainerOptions { VocabularySize = Tokens }).Vocabulary
            .Select(token => new SentencePiece(token.Token, (float)token.Score));

    private static WordCounts Words(string[] lines)
    {
        var words = new WordCounts();
        foreach (var line in lines) words.Add(line);
        return words;
    }
}
