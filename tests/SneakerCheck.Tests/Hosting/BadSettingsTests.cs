namespace SneakerCheck.Tests.Hosting;

/// <summary>Invalid values of every setting, against the validation that both hosts run before they start.</summary>
public sealed class BadSettingsTests
{
    private const string Wx = "WeChat__AppId=wx|WeChat__AppSecret=s|WeChat__TemplateId=t|WeChat__Fields__thing1=title";
    private const string Hub =
        "NotificationHub__Endpoint=https://a.example|NotificationHub__Hub=h|NotificationHub__KeyName=n|NotificationHub__Key=k";

    // Any text is valid for these alone. Other rows test what a group of settings requires.
    private static readonly string[] FreeTexts = ["WeChat__Page"];

    /// <summary>What is set or (without a value) removed, and how the message begins; in both hosts.</summary>
    public static TheoryData<string, string> Both => new()
    {
        { "Checks__AuditEvery=-1", "Checks__AuditEvery must be" },
        { "Checks__AuditEvery=often", "Checks__AuditEvery must be a whole number." },
        { "Checks__AuditEvery=99999999999", "Checks__AuditEvery must be a whole number." },
        { "Checks__AuditEvery__Day=1", "Checks__AuditEvery holds one value; Checks__AuditEvery__Day is not a setting." },
        { "Checks__AuditEvry=5", "Checks__AuditEvry is not a setting; the nearest is Checks__AuditEvery." },
        { "Check__AuditEvery=5", "Check__AuditEvery is not a setting; the nearest is Checks__AuditEvery." },
        { "Chekcs__AuditEvery=5", "Chekcs__AuditEvery is not a setting; the nearest is Checks__AuditEvery." },
        { "Checks_AuditEvery=5", "Checks_AuditEvery is not a setting; the nearest is Checks__AuditEvery." },
        { "OPERATORS__EMAIL=a@example.org", "OPERATORS__EMAIL is not a setting; the nearest is Operator__Email." },
        { "NotificationsHub__Key=k", "NotificationsHub__Key is not a setting; the nearest is NotificationHub__Key." },
        { "Blobs__PublicUrl=192.168.1.20", "Blobs__PublicUrl must be an address that clients reach" },
        { "Blobs__PublicUrl=ftp://192.168.1.20/", "Blobs__PublicUrl must be an address that clients reach" },
        { "Checks__Timeout=5", "Checks__Timeout is not a setting; the nearest is Checks__ScorerTimeout." },
        { "Checks__ScorerTimeout=soon", "Checks__ScorerTimeout must be a duration" },
        { "Checks__ScorerTimeout=00:00:00", "Checks__ScorerTimeout must be between" },
        { "Checks__ScorerTimeout=-00:00:20", "Checks__ScorerTimeout must be between" },
        { "Checks__ScorerTimeout=20", "Checks__ScorerTimeout must be between" },
        { "Uploads__PerAccount=0", "Uploads__PerAccount must be a positive number of uploads." },
        { "Uploads__PerProcess=7", "Uploads__PerProcess must be at least Uploads__PerAccount." },
        { "Uploads__BufferMegabytes=1", "Uploads__BufferMegabytes must be at least 22, for one upload." },
        { "Push__Timeout=", "Push__Timeout must be a duration" },
        { "Push__Timeout=00:05:00", "Push__Timeout must be between" },
        { "Push__Timeout=-1", "Push__Timeout must be between" },
        { "Push__AllowPrivateAddresses=yes", "Push__AllowPrivateAddresses must be true or false." },
        { "Tokens__SigningKey", "Tokens__SigningKey must hold 32 random bytes" },
        { "Tokens__SigningKey=not base64", "Tokens__SigningKey must hold 32 random bytes" },
        { "Tokens__SigningKey=dG9vIHNob3J0", "Tokens__SigningKey must hold 32 random bytes" },
        { "Tokens__SigningKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "Tokens__SigningKey must hold 32 random bytes" },
        { "Tokens__Issuer=", "Tokens__Issuer must not be empty." },
        { "Tokens__Audience= ", "Tokens__Audience must not be empty." },
        { "Operator__Email=a@example.org", "Set both Operator__Email and Operator__Password" },
        { "Operator__Password=long enough", "Set both Operator__Email and Operator__Password" },
        { "Operator__Email=nobody|Operator__Password=long enough", "Operator__Email must be an e-mail address." },
        { "Operator__Email=a@example.org|Operator__Password=short", "Operator__Password must have at least 8 characters." },
        { "Blobs__ServiceUri", "Set exactly one of Blobs__ServiceUri" },
        { "Blobs__ConnectionString=UseDevelopmentStorage=true", "Set exactly one of Blobs__ServiceUri" },
        { "Blobs__ServiceUri=somewhere", "Blobs__ServiceUri must be" },
        { "Blobs__ServiceUri=http://name.blob.core.windows.net/", "Blobs__ServiceUri must be" },
        { "Blobs__ServiceUri=https://name.blob.core.windows.net/?sv=2023-01-03&sig=x", "Blobs__ServiceUri must be" },
        { "Blobs__ServiceUri|Blobs__ConnectionString=rubbish", "Blobs__ConnectionString must be Azurite's" },
        { "Blobs__ServiceUri|Blobs__ConnectionString=DefaultEndpointsProtocol=https;"
            + "AccountName=a;AccountKey=a2V5;EndpointSuffix=core.windows.net",
            "Blobs__ConnectionString must be Azurite's" },
        { "Blobs__ServiceUri|Blobs__ConnectionString=BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=sv=x&sig=y",
            "Blobs__ConnectionString must be Azurite's" },
        { "Blobs__ServiceUri|Blobs__ConnectionString=DefaultEndpointsProtocol=http;"
            + "AccountName=a;AccountKey=not base64;BlobEndpoint=http://127.0.0.1:10000/a",
            "Blobs__ConnectionString must be Azurite's" },
        { "Documents__CosmosEndpoint=somewhere", "Documents__CosmosEndpoint must be" },
        { "Documents__CosmosEndpoint=ftp://127.0.0.1/", "Documents__CosmosEndpoint must be" },
        { "Documents__CosmosEndpoint=http://127.0.0.1:8081/", "Documents__CosmosEndpoint must be" },
        { "Documents__CosmosEndpoint|Documents__CosmosKey=a2V5", "Documents__CosmosKey is set without Documents__CosmosEndpoint." },
        { "Documents__CosmosKey=not base64", "Documents__CosmosKey must be the account's key" },
        { "Documents__CosmosDatabase=", "Documents__CosmosDatabase must be the database's name." },
        { "Documents__CosmosDatabase=a/b", "Documents__CosmosDatabase must be the database's name." },
        { "Documents__CosmosContainer=a#b", "Documents__CosmosContainer must be the container's name." },
        { "Documents__CosmosGateway=perhaps", "Documents__CosmosGateway must be true or false." },
        { "NotificationHub__Endpoint=https://a.example",
            "NotificationHub needs all of its settings, or none; "
            + "missing: NotificationHub__Hub, NotificationHub__KeyName, NotificationHub__Key." },
        { "NotificationHub__Hub=h", "NotificationHub needs all" },
        { $"{Hub}|NotificationHub__KeyName=", "NotificationHub needs all of its settings, or none; missing: NotificationHub__KeyName." },
        { $"{Hub}|NotificationHub__Key", "NotificationHub needs all of its settings, or none; missing: NotificationHub__Key." },
        { $"{Hub}|NotificationHub__Endpoint=http://a.example", "NotificationHub__Endpoint must be an https URL." },
        { $"{Wx}|WeChat__AppId=", "WeChat needs AppId, AppSecret, TemplateId and Fields, or none of them; missing: WeChat__AppId." },
        { $"{Wx}|WeChat__AppSecret", "WeChat needs AppId, AppSecret, TemplateId and Fields, or none of them; missing: WeChat__AppSecret." },
        { $"{Wx}|WeChat__TemplateId",
            "WeChat needs AppId, AppSecret, TemplateId and Fields, or none of them; missing: WeChat__TemplateId." },
        { $"{Wx}|WeChat__Fields__thing1",
            "WeChat needs AppId, AppSecret, TemplateId and Fields, or none of them; missing: WeChat__Fields." },
        { $"{Wx}|WeChat__Fields__sound1=title", "WeChat__Fields has 'sound1'" },
        { $"{Wx}|WeChat__Fields__thing2=", "WeChat__Fields__thing2 must say what the keyword shows" },
        { "WeChat__Fields=thing1", "WeChat__Fields holds settings by name" },
        { "WeChat__Endpoint=http://api.example", "WeChat__Endpoint must be an https URL." },
        { "WeChat__MiniProgramState=draft", "WeChat__MiniProgramState must be developer, trial or formal." },
        { "Logging__LogLevel__Default=Loud", "Logging__LogLevel__Default must be one of Trace, Debug" },
    };

    /// <summary>The same, in the Azure host.</summary>
    public static TheoryData<string, string> Azure => new()
    {
        { "Documents__CosmosEndpoint", "Documents__CosmosEndpoint must be set" },
        { "ServiceBus__fullyQualifiedNamespace", "Set exactly one of ServiceBus__fullyQualifiedNamespace (Azure) and ServiceBus" },
        { "ServiceBus=Endpoint=sb://localhost;UseDevelopmentEmulator=true;", "Set exactly one of ServiceBus__fullyQualifiedNamespace" },
        { "ServiceBus__fullyQualifiedNamespace=sneakers", "ServiceBus__fullyQualifiedNamespace must be the namespace's host name" },
        { "ServiceBus__fullyQualifiedNamespace=sb://sneakers.servicebus.windows.net/",
            "ServiceBus__fullyQualifiedNamespace must be the namespace's host name" },
        { "ServiceBus__fullyQualifiedNamespace|"
            + "ServiceBus=Endpoint=sb://sneakers.servicebus.windows.net/;SharedAccessKeyName=n;SharedAccessKey=k",
            "ServiceBus must be the emulator's connection string" },
        { "ServiceBus__clientId=00000000-0000-0000-0000-000000000001", "Set both ServiceBus__clientId and ServiceBus__credential" },
        { "ServiceBus__credential=managedidentity", "Set both ServiceBus__clientId and ServiceBus__credential" },
        { "ServiceBus__clientId=me|ServiceBus__credential=managedidentity",
            "ServiceBus__clientId must be the identity's client id, a GUID." },
        { "ServiceBus__clientId=00000000-0000-0000-0000-000000000001|ServiceBus__credential=password",
            "ServiceBus__credential must be managedidentity." },
        { "ServiceBus__namespace=sneakers", "ServiceBus__namespace is not a setting" },
    };

    /// <summary>The same, in the Local host.</summary>
    public static TheoryData<string, string> Local => new()
    {
        { "SNEAKERCHECK_DAT=here", "SNEAKERCHECK_DAT is not a setting; the nearest is SNEAKERCHECK_DATA." },
        { "SNEAKERCHECK_FOLDER=here", "SNEAKERCHECK_FOLDER is not a setting" },
        { "ASPNETCORE_URL=http://localhost:1", "ASPNETCORE_URL is not a setting; the nearest is ASPNETCORE_URLS." },
        { "Azurite__BlobPort=0", "Azurite__BlobPort must be a port number" },
        { "Azurite__BlobPort=70000", "Azurite__BlobPort must be a port number" },
        { "Azurite__BlobPort=blob", "Azurite__BlobPort must be a whole number." },
        { "Azurite__Port=10000", "Azurite__Port is not a setting; the nearest is Azurite__BlobPort." },
    };

    [Fact]
    public void Valid_settings_start_both_hosts()
    {
        Assert.Null(ProductSettings.ErrorOf(ProductSettings.Deployed, azure: true));
        Assert.Null(ProductSettings.ErrorOf(ProductSettings.Deployed, azure: false));
        Assert.Null(ProductSettings.ErrorOf(Changed($"{Wx}|{Hub}"), azure: true));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void A_bad_setting_is_one_line_in_both_hosts(string change, string line)
    {
        AssertLine(line, ProductSettings.ErrorOf(Changed(change), azure: true));
        AssertLine(line, ProductSettings.ErrorOf(Changed(change), azure: false));
    }

    [Theory]
    [MemberData(nameof(Azure))]
    public void A_bad_setting_of_the_Azure_host_is_one_line(string change, string line) =>
        AssertLine(line, ProductSettings.ErrorOf(Changed(change), azure: true));

    [Theory]
    [MemberData(nameof(Local))]
    public void A_bad_setting_of_the_Local_host_is_one_line(string change, string line) =>
        AssertLine(line, ProductSettings.ErrorOf(Changed(change), azure: false));

    [Theory]
    [InlineData("PATH=/usr/bin|HOME=/root|DOTNET_ROOT=/usr|WEBSITE_SITE_NAME=a|APPSETTING_Checks__AuditEvery=5|Kestrel__Limits__X=1")]
    [InlineData("AZURE_CLIENT_ID=a|AzureWebJobsStorage__credential=managedidentity|FUNCTIONS_WORKER_RUNTIME=dotnet-isolated")]
    public void Names_of_other_programs_are_left_alone(string change)
    {
        Assert.Null(ProductSettings.ErrorOf(Changed(change), azure: true));
        Assert.Null(ProductSettings.ErrorOf(Changed(change), azure: false));
    }

    [Fact]
    public void Several_bad_settings_are_all_in_the_one_line()
    {
        var line = ProductSettings.ErrorOf(Changed("Push__Timeout=soon|Tokens__Issuer=|Checks__AuditEvery=-1"), azure: true);

        Assert.All(["Push__Timeout", "Tokens__Issuer", "Checks__AuditEvery"], name => Assert.Contains(name, line));
        Assert.DoesNotContain('\n', line!);
    }

    [Fact]
    public void Every_setting_has_a_bad_value_here()
    {
        var lines = Both.Concat(Azure).Concat(Local).Select(row => (string)row[1]).ToArray();

        Assert.All(
            ProductSettings.Names.Except(FreeTexts),
            name => Assert.Contains(lines, line => line.Contains(name, StringComparison.OrdinalIgnoreCase)));
    }

    private static void AssertLine(string start, string? line)
    {
        Assert.StartsWith(start, line);
        Assert.DoesNotContain('\n', line!);
    }

    private static Dictionary<string, string?> Changed(string change)
    {
        var settings = ProductSettings.Deployed.ToDictionary(pair => pair.Key.Replace(":", "__"), pair => pair.Value);
        foreach (var part in change.Split('|'))
        {
            if (part.Split('=', 2) is [var name, var value])
                settings[name] = value;
            else
                settings.Remove(part);
        }
        return settings;
    }
}
