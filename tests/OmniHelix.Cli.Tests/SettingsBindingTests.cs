using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Tests;

public sealed class SettingsBindingTests : IDisposable
{
    private readonly TemporaryFolder folder = new("omni configuration");

    public enum Precision
    {
        Float32,
        BFloat16,
    }

    public sealed record Options
    {
        [Description("Passes over the data."), Range(1, 1000)]
        public int Epochs { get; init; } = 3;

        [Description("Step size."), Range(0.0, 1.0)]
        public double LearningRate { get; init; } = 2e-5;

        [Description("One run per seed.")]
        public IReadOnlyList<int> Seeds { get; init; } = [42];

        [Description("Number format.")]
        public Precision Precision { get; init; }

        [Description("Replace what is there.")]
        public bool Overwrite { get; init; }

        [Description("Longest sequence.")]
        public int? MaxLength { get; init; } = 512;

        [Description("Metric.")]
        public string Metric { get; init; } = "macro_f1";

        [Browsable(false)]
        public object? Hidden { get; init; }
    }

    public sealed record Switches
    {
        [Description("Check first."), Category("Speed")]
        public bool Checks { get; init; } = true;

        [Description("Number format.")]
        public Precision Precision { get; init; } = Precision.BFloat16;
    }

    public sealed record Files
    {
        [Description("Where to write.")]
        public string? Output { get; init; }
    }

    [Fact]
    public void FlagsWinOverTheFileWhichWinsOverDefaults()
    {
        var file = Write("a.yaml", "epochs: 5\nlearning_rate: 1e-3\nmax_length: null\n");
        var read = Read("--config", file, "--epochs", "7");
        var options = read.Get<Options>();
        Assert.Equal((7, 1e-3, null, "macro_f1"), (options.Epochs, options.LearningRate, options.MaxLength, options.Metric));
        Assert.Equal(new Source(Origin.Flag, "--epochs"), read["epochs"].Source);
        Assert.Equal(new Source(Origin.File, $"{file}:2:1"), read["learning_rate"].Source);
        Assert.Equal(Source.Default, read["metric"].Source);
        Assert.Equal(
            ("flag", $"file {file}:2", "default"),
            (read["epochs"].Source.ToString(), read["learning_rate"].Source.ToString(), read["metric"].Source.ToString()));
    }

    [Theory]
    [InlineData("--seeds", "1,2,3")]
    [InlineData("--seeds", "1", "--seeds", "2,3")]
    [InlineData("--seeds=1,2,3")]
    public void ListsAreWrittenWithCommasOrTheFlagIsRepeated(params string[] words) =>
        Assert.Equal([1, 2, 3], Read(words).Get<Options>().Seeds);

    [Fact]
    public void YamlAndJsonSayTheSame()
    {
        var yaml = Write(
            "a.yml",
            "# comment\nepochs: 5\nlearning-rate: 0.5\nseeds: [1, 2]\nprecision: b-float16\noverwrite: true\nmetric: 'no'\noutput: a b\n");
        var json = Write(
            "a.json",
            """
            {"epochs": 5, "learning_rate": 0.5, "seeds": [1, 2], "precision": "b_float16", "overwrite": true,
             "metric": "no", "output": "a b"}
            """);
        Assert.Equal(Read("--config", yaml).ToJson().ToJsonString(), Read("--config", json).ToJson().ToJsonString());
        Assert.Equal(Precision.BFloat16, Read("--config", json).Get<Options>().Precision);
        Assert.Equal("a b", Read("--config", json).Get<Files>().Output);
    }

    [Fact]
    public void TheEffectiveConfigurationReadsBackAsItself()
    {
        var first = Read("--epochs", "9", "--seeds", "4,5", "--overwrite", "--precision", "b-float16", "--metric", "null");
        var file = Write("run.json", first.ToJson().ToJsonString());
        Assert.Equal(first.ToJson().ToJsonString(), Read("--config", file).ToJson().ToJsonString());
    }

    [Fact]
    public void NumbersDoNotDependOnTheLanguageOfTheUser()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("", false)
        {
            NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." },
        };
        try
        {
            Assert.Equal(0.5, Read("--learning-rate", "0.5").Get<Options>().LearningRate);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("OH2013", "expected integer, found 'three'", "--epochs", "three")]
    [InlineData("OH2013", "expected number, found '0,5'", "--learning-rate", "0,5")]
    [InlineData("OH2013", "expected number, found 'nan'", "--learning-rate", "nan")]
    [InlineData("OH2013", "expected a list of integer, found 'b'", "--seeds", "1,b")]
    [InlineData("OH2013", "expected integer, found '99999999999'", "--epochs", "99999999999")]
    [InlineData("OH2014", "0 is out of range; expected a value from 1 to 1000", "--epochs", "0")]
    [InlineData("OH2016", "'float16' is not one of float32, b-float16", "--precision", "float16")]
    public void AWrongFlagValueIsNamedWithItsFlag(string code, string message, params string[] words)
    {
        var e = Assert.Throws<UsageException>(() => Read(words));
        Assert.Equal((code, message, words[0]), (e.Code, e.Message, e.Place));
    }

    [Theory]
    [InlineData("OH2012", "1:1", "epocs: 3")]
    [InlineData("OH2013", "2:9", "overwrite: true\nepochs: \"3\"")]
    [InlineData("OH2013", "1:9", "epochs: 3.5")]
    [InlineData("OH2013", "1:12", "overwrite: yes")]
    [InlineData("OH2013", "1:8", "epochs:")]
    [InlineData("OH2013", "1:1", "epochs: [1]")]
    [InlineData("OH2014", "1:16", "learning_rate: 2")]
    [InlineData("OH2015", "2:1", "learning_rate: 0.1\nlearning-rate: 0.2")]
    [InlineData("OH2011", "2:3", "epochs:\n  nested: 1")]
    [InlineData("OH2011", "1:9", "seeds: [[1]]")]
    [InlineData("OH2011", "1:1", "- epochs")]
    [InlineData("OH2011", "1:9", "epochs: &a 3")]
    [InlineData("OH2011", "2:1", "epochs: 3\n--- \nepochs: 4")]
    [InlineData("OH2011", "1:9", "metric: !!python/object:os.system x")]
    [InlineData("OH2011", "2:1", "seeds: [1, 2")]
    public void AWrongYamlLineIsNamedWithItsPlace(string code, string place, string text)
    {
        var file = Write("bad.yaml", text);
        var e = Assert.Throws<UsageException>(() => Read("--config", file));
        Assert.Equal((code, $"{file}:{place}"), (e.Code, e.Place));
    }

    [Theory]
    [InlineData("OH2012", "1:2", "{\"epocs\": 3}")]
    [InlineData("OH2013", "2:11", "{\n\"epochs\": \"3\"}")]
    [InlineData("OH2015", "1:15", "{\"epochs\": 3, \"epochs\": 4}")]
    [InlineData("OH2011", "1:12", "{\"epochs\": {}}")]
    [InlineData("OH2011", "1:12", "{\"seeds\": [[1]]}")]
    [InlineData("OH2011", "1:1", "[1]")]
    [InlineData("OH2011", "1:1", "")]
    [InlineData("OH2011", "1:13", "{\"epochs\": 3")]
    [InlineData("OH2011", "1:15", "{\"epochs\": 3} x")]
    public void AWrongJsonLineIsNamedWithItsPlace(string code, string place, string text)
    {
        var file = Write("bad.json", text);
        var e = Assert.Throws<UsageException>(() => Read("--config", file));
        Assert.Equal((code, $"{file}:{place}"), (e.Code, e.Place));
    }

    [Fact]
    public void AnUnknownKeyComesWithTheNearestOne()
    {
        var e = Assert.Throws<UsageException>(() => Read("--config", Write("a.yaml", "learning_rat: 3")));
        Assert.Equal("Did you mean 'learning_rate'?", e.Advice);
    }

    [Theory]
    [InlineData("absent.yaml")]
    [InlineData("a.toml")]
    public void AFileThatCannotBeReadIsNamed(string name)
    {
        var path = name == "absent.yaml" ? folder[name] : Write(name, "epochs = 1");
        var e = Assert.Throws<UsageException>(() => Read("--config", path));
        Assert.Equal(("OH2010", path), (e.Code, e.Place));
    }

    [Fact]
    public void AnEmptyYamlFileChangesNothing()
    {
        Assert.Equal(3, Read("--config", Write("empty.yaml", "")).Get<Options>().Epochs);
        Assert.Equal(3, Read("--config", Write("comment.yaml", "# nothing\n")).Get<Options>().Epochs);
    }

    [Fact]
    public void HugeDeepAndBinaryFilesAreRefused()
    {
        var huge = Write("huge.yaml", new string('#', (1 << 20) + 1));
        Assert.Equal("OH2010", Assert.Throws<UsageException>(() => Read("--config", huge)).Code);
        var deep = Write("deep.yaml", "seeds: " + new string('[', 500_000));
        Assert.Equal("OH2011", Assert.Throws<UsageException>(() => Read("--config", deep)).Code);
        var deepJson = Write("deep.json", "{\"seeds\": " + new string('[', 500_000));
        Assert.Equal("OH2011", Assert.Throws<UsageException>(() => Read("--config", deepJson)).Code);
        var binary = folder["binary.yaml"];
        File.WriteAllBytes(binary, [0x65, 0xFF, 0xFE, 0x00]);
        Assert.Equal("OH2011", Assert.Throws<UsageException>(() => Read("--config", binary)).Code);
    }

    [Fact]
    public void AManifestIsKnownByItsContent()
    {
        const string rest = "\"configuration\": {\"epochs\": 7}, \"origins\": {}, \"threads\": 2";
        Assert.Equal(7, Read("--config", Write("copy.json", $"{{\"kind\": \"any\", {rest}}}")).Get<Options>().Epochs);
        Assert.Equal("OH2016", CodeOf($"{{\"kind\": \"pretrain\", {rest}}}"));
        Assert.Equal("OH2013", CodeOf($"{{\"kind\": 3, {rest}}}"));
        Assert.Equal("OH2012", CodeOf($"{{\"kind\": \"any\", {rest}, \"learning_rate\": 1}}"));
        Assert.Equal("OH2012", CodeOf("{\"kind\": \"any\"}"));
        Assert.Equal("OH2013", CodeOf("{\"kind\": \"any\", \"configuration\": 1, \"origins\": {}}"));

        string CodeOf(string text) => Assert.Throws<UsageException>(() => Read("--config", Write("run.json", text))).Code;
    }

    [Fact]
    public void AnEmptyTextIsNoValueUnlessItIsTheDefault()
    {
        Assert.Equal("OH2013", Assert.Throws<UsageException>(() => Read("--config", Write("a.yaml", "output: ''\n"))).Code);
        Assert.Equal("OH2013", Assert.Throws<UsageException>(() => Read("--config", Write("a.yaml", "metric: ''\n"))).Code);
    }

    [Fact]
    public void AliasesSetTheSameSetting()
    {
        var command = new OmniCommand("any", "A command.");
        var schema = new SettingsBinding().Add<Options>();
        schema.AddTo(command);
        command.Options.Single(o => o.Name == "--learning-rate").Aliases.Add("--lr");
        Assert.Equal(0.25, schema.Read(command.Parse(["--lr", "0.25"])).Get<Options>().LearningRate);
    }

    [Fact]
    public void ShorthandsAndNegationsSayOneValue()
    {
        var command = new OmniCommand("any", "A command.");
        var binding = new SettingsBinding().Add<Switches>().Short("--exact", "precision", "float32", "All digits.");
        binding.AddTo(command);
        Assert.Equal("Do not check first.", command.Options.Single(o => o.Name == "--no-checks").Description);
        Assert.Equal((true, Precision.BFloat16), Of());
        Assert.Equal((false, Precision.Float32), Of("--no-checks", "--exact"));
        Assert.Equal((false, Precision.BFloat16), Of("--no-checks", "true"));
        Assert.Equal((true, Precision.BFloat16), Of("--no-checks", "false"));
        var file = Write("off.yaml", "checks: false\n");
        Assert.Equal((false, Precision.BFloat16), Of("--config", file));
        Assert.Equal((true, Precision.BFloat16), Of("--config", file, "--checks"));
        Assert.Equal((true, Precision.BFloat16), Of("--config", file, "--checks", "true"));
        Assert.Equal((false, Precision.BFloat16), Of("--checks", "false"));
        Assert.True(command.Options.Single(o => o.Name == "--checks").Hidden);
        Assert.Equal("OH2021", Assert.Throws<UsageException>(() => Of("--checks", "--no-checks")).Code);
        Assert.Equal("OH2021", Assert.Throws<UsageException>(() => Of("--exact", "--precision", "b-float16")).Code);

        (bool, Precision) Of(params string[] words)
        {
            var read = binding.Read(command.Parse(words)).Get<Switches>();
            return (read.Checks, read.Precision);
        }
    }

    public void Dispose() => folder.Dispose();

    private static ResolvedSettings Read(params string[] words)
    {
        var command = new OmniCommand("any", "A command.");
        var schema = new SettingsBinding().Add<Options>().Add<Files>();
        schema.AddTo(command);
        var parsed = command.Parse(words);
        Assert.Empty(parsed.Errors);
        return schema.Read(parsed);
    }

    private string Write(string name, string text)
    {
        var path = folder[name];
        File.WriteAllText(path, text);
        return path;
    }
}
