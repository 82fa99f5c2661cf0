using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests;

public sealed class OmniTokenizerTests : IDisposable
{
    private readonly TemporaryFolder folders = new();
    private int made;

    public void Dispose() => folders.Dispose();

    private string Folder(params (string Name, string Content)[] files)
    {
        var folder = Directory.CreateDirectory(folders[$"{made++}"]).FullName;
        foreach (var (name, content) in files) File.WriteAllText(Path.Combine(folder, name), content);
        return folder;
    }

    private OmniTokenizer SixMers(TokenizerOptions? options = null, string lineEnd = "\n")
    {
        var kmers = Enumerable.Range(0, 4096)
            .Select(i => string.Concat(Enumerable.Range(0, 6).Select(p => "ATCG"[(i >> (2 * (5 - p))) & 3])));
        string[] tokens = ["<unk>", "<pad>", "<mask>", "<cls>", .. kmers, "A", "T", "C", "G", "N"];
        return OmniTokenizer.FromPretrained(Folder(
            ("vocab.txt", string.Join(lineEnd, tokens)),
            ("tokenizer_config.json", """{"tokenizer_class":"EsmTokenizer","eos_token":null}""")), options ?? new());
    }

    private static string[] Pieces(OmniTokenizer tokenizer, string text)
    {
        var got = tokenizer.Tokenize(text);
        return [.. got.Ids.Where((_, i) => !got.Spans[i].IsEmpty).Select(tokenizer.TokenOf)];
    }

    [Fact]
    public void AVocabularyLargerThanTheModelNamesTheFirstTokenWithoutAVector()
    {
        var tokenizer = OmniTokenizer.OmniGenome();
        tokenizer.RequireWithin(24);
        var error = Assert.Throws<OmniException>(() => tokenizer.RequireWithin(23));
        Assert.Equal("OH1508", error.Code);
        Assert.EndsWith("vectors for 23: none for '<mask>', token 23", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatTakesAnotherTokenForTheMaskIsRefused()
    {
        var tokenizer = OmniTokenizer.OmniGenome();
        tokenizer.RequireRoles(1, 23);
        tokenizer.RequireRoles(null, null);
        var error = Assert.Throws<OmniException>(() => tokenizer.RequireRoles(1, 4));
        Assert.Equal("OH1509", error.Code);
        Assert.Contains("mask_token_id 4, which is 'A' here; the tokenizer has '<mask>', 23", error.Message, StringComparison.Ordinal);
        Assert.Equal("OH1509", Assert.Throws<OmniException>(() => tokenizer.RequireRoles(0, 23)).Code);
    }

    [Fact]
    public void OmniGenomeGivesThePublishedIds()
    {
        var tokenizer = OmniTokenizer.OmniGenome();
        Assert.Equal([0, 4, 9, 6, 5, 2], tokenizer.Tokenize("AUGC").Ids);
        Assert.Equal([0, 4, 23, 10, 16, 17, 18, 19, 2, 2], tokenizer.Tokenize("A<mask>a().*<eos>").Ids);
        Assert.Equal(
            (24, 2, 1, 3, 23),
            (tokenizer.VocabularySize, tokenizer.Template.Count, tokenizer.Special.Pad, tokenizer.Special.Unknown, tokenizer.Special.Mask));
    }

    [Fact]
    public void SpecialTokensCoverNothingAndAnUnknownRunCoversAllOfIt()
    {
        var got = OmniTokenizer.OmniGenome().Tokenize("AXY GZ");
        Assert.Equal([0, 4, 3, 6, 3, 2], got.Ids);
        Assert.Equal([new(0, 0), new(0, 1), new(1, 3), new(4, 5), new(5, 6), default], got.Spans);
    }

    [Theory]
    [InlineData("ACGTACGTA", "ACGTAC G T A")]
    [InlineData("ACGTNACGTAC", "A C G T N ACGTAC")]
    [InlineData("acgtacgt", "<unk>")]
    [InlineData("", "")]
    public void SixMersAreCutByLeftmostLongestMatch(string text, string pieces)
    {
        foreach (var lineEnd in new[] { "\n", "\r\n" })
            Assert.Equal(pieces.Split(' ', StringSplitOptions.RemoveEmptyEntries), Pieces(SixMers(lineEnd: lineEnd), text));
        Assert.Equal(3, Assert.Single(SixMers().Tokenize("").Ids));
    }

    [Fact]
    public void PoliciesConvertLettersButNotSpecialTokens()
    {
        var tokenizer = OmniTokenizer.OmniGenome(new() { Uracil = UracilPolicy.UToT, Case = CasePolicy.Upper });
        Assert.Equal(["A", "T", "G", "T", "<unk>", "A", "<mask>"], Pieces(tokenizer, "aUGu<unk>a<mask>"));
        Assert.Equal(["A", "U", "g", "u"], Pieces(OmniTokenizer.OmniGenome(new() { Uracil = UracilPolicy.TToU }), "ATgt"));
        Assert.Equal(["A", "U", "g"], Pieces(OmniTokenizer.OmniGenome(), "AUg"));
    }

    [Fact]
    public void BlanksBetweenCharactersMakeEveryCharacterAPiece()
    {
        Assert.Equal(["A", "C", "G", "T", "A", "C", "<mask>", "G"], Pieces(SixMers(new() { AddWhitespace = true }), "ACGTAC<mask>G"));
        var got = OmniTokenizer.OmniGenome(new() { AddWhitespace = true }).Tokenize("AXX\U0001F9ECC");
        Assert.Equal([0, 4, 3, 3, 3, 5, 2], got.Ids);
        Assert.Equal(new TokenSpan(3, 5), got.Spans[4]);
    }

    [Fact]
    public void TheFastPathEqualsTheTrie()
    {
        // The same vocabulary with one long token per letter forces every letter through the trie.
        string[] tokens = ["<cls>", "<pad>", "<eos>", "<unk>", .. "ACGTNUacgtnu().*123".Select(c => c.ToString()), "<mask>"];
        var slow = OmniTokenizer.FromPretrained(
            Folder(("vocab.txt", string.Join('\n', [.. tokens, .. tokens[4..^1].Select(t => t + "~~")]))));
        var fast = OmniTokenizer.OmniGenome();
        var random = new Xoshiro256(5);
        string[] pieces = [.. "ACGTNUacgtnu().*123XZ \té<>~".Select(c => c.ToString()), "<mask>", "<eos>"];
        for (var i = 0; i < 300; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]))
                .Replace("~~", "", StringComparison.Ordinal);
            Assert.Equal(fast.Tokenize(text).Ids, slow.Tokenize(text).Ids);
            Assert.Equal(fast.Tokenize(text).Spans, slow.Tokenize(text).Spans);
        }
    }

    [Fact]
    public void TokensAreAddedToABufferThatCanBeUsedAgain()
    {
        var tokenizer = OmniTokenizer.OmniGenome();
        var tokens = new TokenBuffer();
        tokenizer.EncodeContent("AU GX", tokens);
        Assert.Equal([4, 9, 6, 3], tokens.Ids);
        Assert.Equal([new(0, 1), new(1, 2), new(3, 4), new(4, 5)], tokens.Spans);
        tokenizer.EncodeContent("C", tokens);
        Assert.Equal([4, 9, 6, 3, 5], tokens.Ids);
        tokens.Remove(1, 3);
        Assert.Equal([4, 3, 5], tokens.Ids);
        tokens.Clear();
        tokenizer.EncodeContent(new string('A', 1000), tokens);
        Assert.Equal(1000, tokens.Count);
    }

    [Fact]
    public void SavingAndLoadingKeepsBlankEntriesPoliciesAndTheLimit()
    {
        var first = OmniTokenizer.FromPretrained(
            Folder(
                ("vocab.txt", "<unk>\n<pad>\n\nA\n\n"),
                ("tokenizer_config.json", """{"t2u":true,"do_upper_case":true,"model_max_length":77,"eos_token":null}""")));
        var folder = Folder();
        first.SavePretrained(folder);
        var second = OmniTokenizer.FromPretrained(folder);
        Assert.Equal((5, 77, UracilPolicy.TToU, CasePolicy.Upper), (second.VocabularySize, second.MaxLength, second.Uracil, second.Case));
        Assert.Equal(["<unk>", "<pad>", "", "A", ""], Enumerable.Range(0, 5).Select(second.TokenOf));
        Assert.Equal(0, second.Template.Count);
    }

    [Fact]
    public void ATokenizerRemembersWhichLettersItsModelHasRead()
    {
        var tokenizer = OmniTokenizer.OmniGenome();
        Assert.Null(tokenizer.Learned);
        var folder = Folder();
        tokenizer.SavePretrained(folder, LearnedLetters.Sum(null, new Dictionary<char, long> { ['A'] = 900, ['U'] = 1099, ['a'] = 1 }));
        var learned = OmniTokenizer.FromPretrained(folder).Learned!;
        Assert.Equal(['U', 'A'], learned.WellKnown);
        Assert.Equal([false, true, true], new[] { 'A', 'a', 'T' }.Select(learned.IsHardlyKnown));
        var further = LearnedLetters.Sum(learned, new Dictionary<char, long> { ['T'] = 500 });
        Assert.Equal((500, 900, false), (further.Counts['T'], further.Counts['A'], further.IsHardlyKnown('T')));
        OmniTokenizer.FromPretrained(folder).SavePretrained(folder);
        Assert.Equal(learned.Counts, OmniTokenizer.FromPretrained(folder).Learned!.Counts);
    }

    [Theory]
    [InlineData("{\"AC\": 1}")]
    [InlineData("{\"A\": -1}")]
    [InlineData("{\"A\": \"x\"}")]
    [InlineData("[1]")]
    public void WrongCountsOfLettersAreNamed(string letters)
    {
        var folder = Folder(("vocab.txt", "<unk>\n<pad>\nA"), ("tokenizer_config.json", $"{{\"learned_letters\": {letters}}}"));
        var error = Assert.ThrowsAny<OmniException>(() => OmniTokenizer.FromPretrained(folder));
        Assert.Equal("OH1506", error.Code);
    }

    [Fact]
    public void IdsWithoutABaseArePaddingAndWhatStandsAroundASequence()
    {
        Assert.Equal([0, 1, 2], OmniTokenizer.OmniGenome().IdsWithoutBase);
        Assert.Equal([1, 3], SixMers().IdsWithoutBase);
    }

    [Fact]
    public void APairNeedsATokenBetweenItsSequences()
    {
        var pair = OmniTokenizer.OmniGenome().Tokenize("AU", "GCA");
        Assert.Equal([0, 4, 9, 2, 6, 5, 4, 2], pair.Ids);
        Assert.Equal([new(0, 0), new(0, 1), new(1, 2), default, new(0, 1), new(1, 2), new(2, 3), default], pair.Spans);
        Assert.Equal(3, OmniTokenizer.OmniGenome().Template.CountOfPair);
        Assert.Null(SixMers().Template.CountOfPair);
        Assert.Equal("OH1507", Assert.Throws<OmniException>(() => SixMers().Tokenize("AU", "GCA")).Code);
    }

    [Theory]
    [InlineData("A C G U", null, Molecule.Rna)]
    [InlineData("A C G T N", null, Molecule.Dna)]
    [InlineData("a c g t", null, Molecule.Dna)]
    [InlineData("A C G T U . ( )", null, Molecule.MixedNucleic)]
    [InlineData("AAC TGG CC", null, Molecule.Dna)]
    [InlineData("L A G V S E R T I D P K Q N F Y M H W C X B U Z O", null, Molecule.Protein)]
    [InlineData("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", null, Molecule.Unknown)]
    [InlineData("( ) .", null, Molecule.Unknown)]
    [InlineData("A C G T", "rna", Molecule.Rna)]
    [InlineData("A C G T", "mixed", Molecule.MixedNucleic)]
    [InlineData("A C G T", "protein", Molecule.Protein)]
    [InlineData("A C G T", "any", Molecule.Unknown)]
    public void TheMoleculeIsWhatTheFolderSaysOrTheLettersTell(string tokens, string? stated, Molecule expected)
    {
        var folder = Folder(
            ("vocab.txt", $"<unk>\n<pad>\n<sel>\n{tokens.Replace(' ', '\n')}"),
            ("tokenizer_config.json", stated is null ? "{}" : $$"""{"alphabet":"{{stated}}"}"""));
        var tokenizer = OmniTokenizer.FromPretrained(folder);
        Assert.Equal(expected, tokenizer.Molecule);
        tokenizer.SavePretrained(folder);
        Assert.Equal(expected, OmniTokenizer.FromPretrained(folder).Molecule);
        Assert.Equal(
            stated is not null,
            File.ReadAllText(Path.Combine(folder, "tokenizer_config.json")).Contains("alphabet", StringComparison.Ordinal));
        Assert.Equal(Molecule.Rna, OmniTokenizer.FromPretrained(folder, new TokenizerOptions { Molecule = Molecule.Rna }).Molecule);
    }

    [Theory]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"u2t":true,"t2u":true}""", "OH1505", "u2t")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"cls_token":"<clss>"}""", "OH1504", "<clss>")]
    [InlineData("vocab.txt", "<unk>\nA", "x", "", "OH1504", "pad_token")]
    [InlineData("vocab.txt", "", "x", "", "OH1501", "empty")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA\n\n\nA\n", "x", "", "OH1506", "'A' stands there twice, on line 3 too")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", "{\"u2t\":\n", "OH1506", "JSON")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"a":1,"a":2}""", "OH1506", "'a'")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"model_max_length":"x"}""", "OH1506", "model_max_length")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"alphabet":"DNA"}""", "OH1506", "mixed")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"alphabet":4}""", "OH1506", "alphabet")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"u2t":1}""", "OH1506", "true or false")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"added_tokens_decoder":[]}""", "OH1506", "an object")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"cls_token":{"content":7}}""", "OH1506", "cls_token.content")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "added_tokens.json", """{"B":"2"}""", "OH1506", "a whole number")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "added_tokens.json", """{"B":2}""", "OH1506", "'B'")]
    [InlineData("vocab.txt", "<unk>\n<pad>\nA", "added_tokens.json", """{"B":2000000000}""", "OH1506", "out of range")]
    [
        InlineData(
            "vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"tokenizer_class":"BertTokenizer"}""", "OH1504", "[CLS]")]
    [
        InlineData(
            "vocab.txt", "<unk>\n<pad>\nA", "tokenizer_config.json", """{"tokenizer_class":"T5Tokenizer"}""", "OH1502", "T5Tokenizer")]
    [InlineData("tokenizer.json", "{}", "x", "", "OH1506", "\"model\" is missing")]
    [InlineData("tokenizer.bin", "x", "x", "", "OH1503", "pickle")]
    [InlineData("config.json", "{}", "x", "", "OH1501", "vocab.txt")]
    public void FoldersThatCannotBeReadSayWhy(string file, string content, string otherFile, string otherContent, string code, string word)
    {
        var error = Assert.ThrowsAny<OmniException>(() => OmniTokenizer.FromPretrained(Folder((file, content), (otherFile, otherContent))));
        Assert.Equal(code, error.Code);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFolderIsNamed() =>
        Assert.Equal("/nowhere", Assert.Throws<OmniException>(() => OmniTokenizer.FromPretrained("/nowhere")).Place);

    [Fact]
    public void ConversionsCanBeNamedWhenATokenizerIsRead()
    {
        var folder = Folder(("vocab.txt", "<pad>\n<unk>\n<cls>\nA\nC\nG\nT\n"), ("tokenizer_config.json", """{"t2u":true}"""));
        Assert.Equal(UracilPolicy.TToU, OmniTokenizer.FromPretrained(folder).Uracil);
        var converting = OmniTokenizer.FromPretrained(folder, u2t: true, addWhitespace: false, maxLength: 7);
        Assert.Equal(UracilPolicy.UToT, converting.Uracil);
        Assert.Equal(7, converting.MaxLength);
        Assert.Equal([2, 6, 3], converting.Tokenize("UA").Ids);
        Assert.Equal(UracilPolicy.None, OmniTokenizer.FromPretrained(folder, t2u: false).Uracil);
        Assert.Equal("OH1505", Assert.Throws<UsageException>(() => OmniTokenizer.FromPretrained(folder, u2t: true, t2u: true)).Code);
    }

    [Fact]
    public void TheSpecialTokensCanBeRead()
    {
        var map = OmniTokenizer.OmniGenome().SpecialTokensMap;
        Assert.Equal("<mask>", map["mask_token"]);
        Assert.Equal("unk_token: <unk>, cls_token: <cls>, pad_token: <pad>, mask_token: <mask>, eos_token: <eos>", map.ToString());
    }
}
