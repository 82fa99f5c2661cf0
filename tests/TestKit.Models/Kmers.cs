using OmniHelix.Tokenizers;

namespace OmniHelix.TestKit;

/// <summary>Tokenizers whose tokens are words of several bases, read from a <c>vocab.txt</c> as Nucleotide Transformer has one.</summary>
public static class Kmers
{
    public const string Letters = "ACGT";

    /// <summary>
    /// All words of <paramref name="k"/> bases and the single bases: leftmost-longest match cuts words, and what is left over becomes
    /// single bases.
    /// </summary>
    public static OmniTokenizer Tokenizer(int k, bool withEnd)
    {
        var folder = Directory.CreateTempSubdirectory("omnihelix");
        try
        {
            Write(folder.FullName, k, withEnd);
            return OmniTokenizer.FromPretrained(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The files of <see cref="Tokenizer"/>.</summary>
    public static void Write(string folder, int k, bool withEnd)
    {
        IEnumerable<string> words = [""];
        for (var i = 0; i < k; i++) words = words.SelectMany(word => Letters.Select(letter => word + letter)).ToArray();
        string[] tokens = [
            "<cls>", "<pad>", "<eos>", "<unk>", "<mask>", .. words.Concat(Letters.Append('N').Select(c => c.ToString())).Distinct()];
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), tokens);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), withEnd ? "{}" : """{"eos_token":null}""");
    }
}
