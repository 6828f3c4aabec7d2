<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>ritocco</name>
    <message numerus="yes">
      <source>%n here</source>
      <translation>
        <numerusform>%n here</numerusform>
        <numerusform>%n here</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n models</source>
      <translation>
        <numerusform>%n model</numerusform>
        <numerusform>%n models</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n pass(es)</source>
      <translation>
        <numerusform>%n pass</numerusform>
        <numerusform>%n passes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n picture(s)</source>
      <translation>
        <numerusform>%n picture</numerusform>
        <numerusform>%n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Make a grid of %n picture(s)</source>
      <translation>
        <numerusform>Make a grid of %n picture</numerusform>
        <numerusform>Make a grid of %n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>and %n more</numerusform>
        <numerusform>and %n more</numerusform>
      </translation>
    </message>
  </context>
</TS>
