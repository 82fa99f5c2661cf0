using System.Text;
using OmniHelix.Documents;

namespace OmniHelix.Core.Tests.Documents;

public sealed class DocumentTests : IDisposable
{
    private static readonly DocumentKind Kind = new(
        "a test",
        new DocumentCodes("unreadable", "malformed", "repeated", "unknown", "wrong", "range", "choice"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(
        "a.yaml",
        "text: a b\nquoted: '1'\nwhole: 12\nreal: 2e-5\nflag: true\nnothing: ~\ntexts: [a, b]\nnumbers:\n- 1\n- 2.5\nmap:\n  inner: x\n")]
    [InlineData("a.json", """
        {"text": "a b", "quoted": "1", "whole": 12.0, "real": 0.00002, "flag": true, "nothing": null,
         "texts": ["a", "b"], "numbers": [1, 2.5], "map": {"inner": "x"}}
        """)]
    public void YamlAndJsonGiveTheSameTree(string name, string text)
    {
        var root = Read(name, text);
        Assert.Equal(
            ("a b", "1", 12, 2e-5, true),
            (root.Text("text"), root.Text("quoted"), root.Integer("whole"), root.Number("real"), root.Flag("flag")));
        Assert.Null(root.Text("nothing"));
        Assert.Null(root.Text("absent"));
        Assert.Equal(["a", "b"], root.Texts("texts")!);
        Assert.Equal([1, 2.5], root.Numbers("numbers")!);
        Assert.Equal("x", root.Map("map")!.Text("inner"));
        Assert.Equal("map", root.Map("map")!.Name);
        root.RefuseUnknown([.. root.Entries.Select(e => e.Key)]);
    }

    [Theory]
    [InlineData("a.yaml", "a: 1\nb:\n  c: [x,\n    7]\n", 4, 5)]
    [InlineData("a.json", "{\"a\": 1,\r\n \"b\": {\"c\": [\"x\",\r\n\r\n  7]}}", 4, 3)]
    public void EveryValueKnowsItsPlace(string name, string text, int line, int column)
    {
        var root = Read(name, text);
        var item = Assert.IsType<ListNode>(root.Map("b")!.Find("c")).Items[1];
        Assert.Equal(new DocumentPlace(folder[name], line, column), item.Place);
        Assert.Equal(2, root.Entries[1].Place.Line);
    }

    [Theory]
    [InlineData("text: 5", "text", "\"text\" is 5; expected a text")]
    [InlineData("text: true", "text", "\"text\" is true; expected a text")]
    [InlineData("text: [a]", "text", "\"text\" is a list; expected a text")]
    [InlineData("flag: yes", "flag", "\"flag\" is yes; expected true or false")]
    [InlineData("flag: 'true'", "flag", "\"flag\" is \"true\"; expected true or false")]
    [InlineData("whole: 3.5", "whole", "\"whole\" is 3.5; expected a whole number of at least 1")]
    [InlineData("whole: 0", "whole", "\"whole\" is 0; expected a whole number of at least 1")]
    [InlineData("whole: 99999999999", "whole", "\"whole\" is 99999999999; expected a whole number of at least 1 and at most 2147483647")]
    [InlineData("real: .nan", "real", "\"real\" is .nan; expected a number of at least 0")]
    [InlineData("real: 1e999", "real", "\"real\" is 1e999; expected a number of at least 0")]
    [InlineData("texts: [a, 1]", "texts", "\"texts\" is a list; expected a list of texts")]
    [InlineData("numbers: 1", "numbers", "\"numbers\" is 1; expected a list of numbers of at least 0")]
    [InlineData("map: x", "map", "\"map\" is x; expected an object")]
    public void AWrongValueNamesItsPlaceItsKeyAndWhatWasExpected(string text, string key, string message)
    {
        var root = Read("a.yaml", "# first\n" + text + "\n");
        var e = Assert.Throws<UsageException>(() => key switch
        {
            "text" => root.Text(key),
            "flag" => root.Flag(key),
            "whole" => root.Integer(key, 1),
            "real" => root.Number(key, 0),
            "texts" => root.Texts(key),
            "numbers" => root.Numbers(key, 0),
            _ => (object?)root.Map(key),
        });
        Assert.Equal(("wrong", message, $"{folder["a.yaml"]}:2:{key.Length + 3}"), (e.Code, e.Message, e.Place));
    }

    [Theory]
    [InlineData("a.yaml", "loss: {typ: x}", 1, 8)]
    [InlineData("a.json", "{\n\"loss\": {\"typ\": 1}}", 2, 10)]
    public void AnUnknownKeyComesWithTheNearestOne(string name, string text, int line, int column)
    {
        var loss = Read(name, text).Map("loss")!;
        var e = Assert.Throws<UsageException>(() => loss.RefuseUnknown(["type", "gamma"]));
        Assert.Equal(("unknown", "unknown key 'loss.typ'", "Did you mean 'type'?"), (e.Code, e.Message, e.Advice));
        Assert.Equal($"{folder[name]}:{line}:{column}", e.Place);
    }

    [Theory]
    [InlineData("a.yaml", "a: 1\nb: 2\na: 3\n", 3, 1)]
    [InlineData("a.yaml", "o:\n  a: 1\n  'a': 3\n", 3, 3)]
    [InlineData("a.json", "{\"a\": 1,\n \"a\": 2}", 2, 2)]
    [InlineData("a.json", "{\"o\": {\"a\": 1, \"\\u0061\": 2}}", 1, 16)]
    public void AKeyStandsOnce(string name, string text, int line, int column)
    {
        var e = Assert.Throws<UsageException>(() => Read(name, text));
        Assert.Equal(("repeated", $"{folder[name]}:{line}:{column}"), (e.Code, e.Place));
        Assert.Contains(":1:", e.Message.Replace(":2:", ":1:", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- a", "1:1")]
    [InlineData("text", "1:1")]
    [InlineData("a: &x 1\nb: *x\n", "1:4")]
    [InlineData("b: *x\n", "1:4")]
    [InlineData("a: !!str 1", "1:4")]
    [InlineData("a: !python/object:os.system x", "1:4")]
    [InlineData("!!map {a: 1}", "1:1")]
    [InlineData("? [a, b]\n: 1\n", "1:3")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1")]
    [InlineData("a: [1, 2", "2:1")]
    [InlineData("a: 'x", "1:4")]
    [InlineData("a: 1\n\tb: 2\n", "1:4")]
    [InlineData("a: b: c\n", "1:5")]
    public void WhatAConfigurationDoesNotNeedIsRefusedInYaml(string text, string place)
    {
        var e = Assert.Throws<UsageException>(() => Read("a.yaml", text));
        Assert.Equal("malformed", e.Code);
        Assert.StartsWith($"{folder["a.yaml"]}:{place.Split(':')[0]}:", e.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "1:1")]
    [InlineData("  \n ", "2:2")]
    [InlineData("[1]", "1:1")]
    [InlineData("7", "1:1")]
    [InlineData("{\"a\": 1", "1:8")]
    [InlineData("{\"a\": 1,}", "1:9")]
    [InlineData("{\"a\": 1} x", "1:10")]
    [InlineData("{\"a\": 1}\n{}", "2:1")]
    [InlineData("{\"a\": NaN}", "1:7")]
    [InlineData("{\"a\": 01}", "1:8")]
    [InlineData("{'a': 1}", "1:2")]
    [InlineData("{// no\n\"a\": 1}", "1:2")]
    [InlineData("{\"a\": \"\\ud800\"}", "1:7")]
    [InlineData("{\"\\udc00\": 1}", "1:2")]
    public void WhatIsNoJsonIsNamedWithItsPlace(string text, string place)
    {
        var e = Assert.Throws<UsageException>(() => Read("a.json", text));
        Assert.Equal(("malformed", $"{folder["a.json"]}:{place}"), (e.Code, e.Place));
    }

    [Theory]
    [InlineData("a.yaml")]
    [InlineData("a.json")]
    public void NestingHasALimit(string name)
    {
        string Nested(int lists) => "{\"a\": " + new string('[', lists) + new string(']', lists) + "}";
        Assert.IsType<ListNode>(Read(name, Nested(Kind.DeepestNesting - 1)).Find("a"));
        Assert.Equal("malformed", Assert.Throws<UsageException>(() => Read(name, Nested(Kind.DeepestNesting))).Code);
        Assert.Equal("malformed", Assert.Throws<UsageException>(() => Read(name, "{\"a\": " + new string('[', 400_000))).Code);
        Assert.Equal(
            "malformed",
            Assert.Throws<UsageException>(() => Read(name, string.Concat(Enumerable.Repeat("{\"a\": ", 100_000)))).Code);
    }

    [Fact]
    public void ABombOfAliasesIsRefusedAtTheFirstAnchor()
    {
        var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (var c = 'b'; c <= 'z'; c++) bomb.Append($"{c}: &{c} [{string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 9))}]\n");
        var e = Assert.Throws<UsageException>(() => Read("a.yaml", bomb.ToString()));
        Assert.Equal(("malformed", $"{folder["a.yaml"]}:1:4"), (e.Code, e.Place));
    }

    [Theory]
    [InlineData("a.yaml", "a: 1\nb: x\0y\n", "2:5")]
    [InlineData("a.json", "{\"a\": 1}\0", "1:9")]
    public void NulIsNoText(string name, string text, string place)
    {
        var e = Assert.Throws<UsageException>(() => Read(name, text));
        Assert.Equal(("malformed", $"{folder[name]}:{place}"), (e.Code, e.Place));
    }

    [Theory]
    [InlineData("a.yaml")]
    [InlineData("a.json")]
    public void BytesThatAreNoUtf8AreRefused(string name)
    {
        folder.Write(name, [.. "{\"a\": \""u8, 0xC3, 0x28, .. "\"}"u8]);
        var e = Assert.Throws<UsageException>(() => Document.Read(folder[name], Kind));
        Assert.Equal(("malformed", "not UTF-8 text at byte 7"), (e.Code, e.Message));
        folder.Write(name, [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00]);
        Assert.Equal("malformed", Assert.Throws<UsageException>(() => Document.Read(folder[name], Kind)).Code);
    }

    [Fact]
    public void AByteOrderMarkIsNoPartOfTheText()
    {
        folder.Write("a.json", [0xEF, 0xBB, 0xBF, .. "{\"a\": 1}"u8]);
        Assert.Equal(1, Document.Read(folder["a.json"], Kind).Integer("a"));
    }

    [Fact]
    public void AnEmptyYamlDocumentHasNoKeys()
    {
        Assert.Empty(Read("a.yaml", "").Entries);
        Assert.Empty(Read("a.yml", "# nothing\n").Entries);
        Assert.Empty(Read("a.yml", "---\n").Entries);
    }

    [Fact]
    public void AFileThatCannotBeReadIsNamed()
    {
        Assert.Equal(("unreadable", folder["absent.yaml"]), Fails(folder["absent.yaml"]));
        Assert.Equal(("unreadable", folder.Path + "/x.yaml"), Fails(Directory.CreateDirectory(folder["x.yaml"]).FullName));
        Assert.Equal(("unreadable", folder["a.toml"]), Fails(folder.Write("a.toml", "a = 1")));
        Assert.Equal(("unreadable", folder["big.json"]), Fails(folder.Write("big.json", new string(' ', Kind.LargestBytes + 1))));

        static (string, string?) Fails(string path)
        {
            var e = Assert.Throws<UsageException>(() => Document.Read(path, Kind));
            return (e.Code, e.Place);
        }
    }

    [Fact]
    public void OnlyWhatUsersWriteIsAnErrorOfUsage()
    {
        var path = folder.Write("config", "[");
        var e = Assert.Throws<OmniException>(() => Document.ReadJson(path, Kind with { IsUsage = false }));
        Assert.Equal("malformed", e.Code);
        Assert.Equal(3, Document.ReadJson(folder.Write("config", "{\"a\": 3}"), Kind).Integer("a"));
    }

    [Fact]
    public void AnyBytesGiveATreeOrAnErrorWithAPlace()
    {
        byte[] letters = [.. "{}[]:,\"'&*!|>-#%@`~ \n\t\\0123456789.eE+tfnaby\u00e9\u0000"u8, 0xFF, 0x80];
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Xoshiro256(seed);
            var bytes = new byte[random.Next(60)];
            for (var i = 0; i < bytes.Length; i++) bytes[i] = letters[random.Next(letters.Length)];
            var path = folder.Write(seed % 2 == 0 ? "any.yaml" : "any.json", bytes);
            try
            {
                Assert.Equal(Kind, Document.Read(path, Kind).Kind);
            }
            catch (UsageException e)
            {
                Assert.StartsWith(path, e.Place, StringComparison.Ordinal);
            }
        }
    }

    private MapNode Read(string name, string text) => Document.Read(folder.Write(name, text), Kind);
}
